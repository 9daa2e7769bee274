"""The namespaces of DMN, by version, and the names within them that say nothing that could be executed."""

VERSIONS = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}

FEEL_LANGUAGES = frozenset(
    {
        "",
        "feel",
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
    }
)

DOCUMENTATION = frozenset(
    {
        "description",
        "question",
        "allowedAnswers",
        "extensionElements",
        "knowledgeSource",
        "authorityRequirement",
        "textAnnotation",
        "association",
        "group",
        "businessContextElement",
        "performanceIndicator",
        "organizationUnit",
        "elementCollection",
        "supportedObjective",
        "impactedPerformanceIndicator",
        "decisionMaker",
        "decisionOwner",
        "usingProcess",
        "usingTask",
        "annotation",
        "annotationEntry",
    }
)
"""Elements for readers: they change no result (DMN 1.5 §6.2, §6.3, §8.2.3)."""
