"""Say in one line what is wrong and what to do: the findings of this package."""

from bpmn.findings import Finding


def fault(
    rule: str, message: str, advice: str, file: str, line: int | None = None, element: str = ""
) -> Finding:
    return Finding(rule, "fout", message, advice, file, line, element)


def warning(
    rule: str, message: str, advice: str, file: str, line: int | None = None, element: str = ""
) -> Finding:
    return Finding(rule, "waarschuwing", message, advice, file, line, element)
