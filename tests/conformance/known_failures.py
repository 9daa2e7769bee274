"""The cases of the DMN TCK that fail, by case, and why. Nothing else fails, and everything here does."""

FARTHEST_YEAR = "dates reach from the year -271821 to 275760, as JavaScript's Temporal has them"

KNOWN_FAILURES: dict[str, str] = {
    "1115-feel-date-function-015_1dd66594cf": FARTHEST_YEAR,
    "1115-feel-date-function-016_31f3fef4a0": FARTHEST_YEAR,
    "1115-feel-date-function-029_88f5c7c90f": FARTHEST_YEAR,
    "1115-feel-date-function-030_9184a7bfc3": FARTHEST_YEAR,
}
