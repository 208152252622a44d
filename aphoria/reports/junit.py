"""JUnit's XML, for Jenkins and whatever else shows tests: every rule is a test, every finding a failure of it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from aphoria.finding import BLOCK, FLAG, MISSING, Finding, Report

_FAILURES = (BLOCK, FLAG, MISSING)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report) -> str:
    """The report as one test suite."""
    failing = [one for one in report.findings if one.level in _FAILURES]
    suppressed = [one for one in failing if not one.counts]
    suite = Xml.Element(
        "testsuite",
        name="aphoria",
        tests=str(len(failing) + len(report.passed)),
        failures=str(len(failing) - len(suppressed)),
        skipped=str(len(suppressed)),
        errors="0",
    )
    for one in failing:
        _case(suite, one)
    for name in report.passed:
        Xml.SubElement(suite, "testcase", classname="aphoria", name=_xml(name))
    Xml.indent(suite, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(suite, encoding="unicode") + "\n"


def _case(suite: Xml.Element, one: Finding) -> None:
    name = f"{one.rule.name} {one.file}:{one.line}"
    case = Xml.SubElement(suite, "testcase", classname=_xml(one.file), name=_xml(name), file=_xml(one.file))
    case.set("line", str(one.line))
    if one.suppressed is not None:
        Xml.SubElement(case, "skipped", message=_xml(f"{one.suppressed.by}: {one.suppressed.reason}"))
    else:
        failure = Xml.SubElement(case, "failure", type=one.level, message=_xml(one.message))
        failure.text = _xml(f"{one.rule.text}\n{one.rule.source} {one.rule.section}\n{one.rule.address}")


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
