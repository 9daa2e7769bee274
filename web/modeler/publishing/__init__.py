"""From a proposed version to one in force: checks, review by a second person, publication, and the operations journal."""
