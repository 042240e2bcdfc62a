"""`scriba doctor`: what is missing on this machine, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Final

import typer
from rich.text import Text

from scriba.bootstrap.checkup import build_checkup
from scriba.cli.options import AsJson, DataDir, command_app, load_settings, setting
from scriba.cli.output import notices, print_json, results
from scriba.service.checkup import Finding, State

_MARKS: Final = {State.OK: ("ok", "green"), State.WARN: ("warn", "bold yellow"), State.FAIL: ("fail", "bold red")}

app = command_app()


@app.command()
def doctor(
    *,
    host: Annotated[str | None, setting("host", metavar="ADDRESS")] = None,
    port: Annotated[int | None, setting("port", metavar="NUMBER")] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Check this machine and say how to fix what is wrong. Nothing is started or changed.

    Ends with 0 unless something fails.
    """
    settings = load_settings("error", host=host, port=port, data_dir=data_dir)
    findings = []
    with notices().status("Looking around"):
        for check in build_checkup(settings):
            finding = check()
            findings.append(finding)
            if not as_json:
                results().print(_line(finding))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        results().print(_summary(findings))
    if any(finding.state is State.FAIL for finding in findings):
        raise typer.Exit(1)


def _line(finding: Finding) -> Text:
    mark, style = _MARKS[finding.state]
    line = Text.assemble((f"{mark:<5}", style), f"{finding.question:<20}", finding.detail)
    if finding.fix:
        line.append(f"\n{'':<25}{finding.fix}", style="bold")
    return line


def _summary(findings: list[Finding]) -> Text:
    failures = sum(finding.state is State.FAIL for finding in findings)
    doubts = sum(finding.state is State.WARN for finding in findings)
    if failures:
        return Text(f"\n{failures} of {len(findings)} checks failed: Scriba will not work here until that is mended.")
    if doubts:
        return Text("\nScriba works here. Where it says warn, it could work better.")
    return Text("\nAll is well: run `scriba serve`, or `scriba transcribe FILE`.")
