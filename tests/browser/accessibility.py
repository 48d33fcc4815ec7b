"""What axe-core finds on a page, and what of it Streamlit does and we cannot mend."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")

# rule: (what its elements all are, why it stays). The only place where a finding is let pass.
FRAMEWORK = {
    "presentation-role-conflict": (
        '[data-testid="stFileUploaderDropzone"]',
        "Streamlit's drop zone has role=presentation and a label; the button inside it is what is used.",
    ),
}


def findings(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own best practice, without what is the framework's."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("() => axe.run(document)")
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
        if not _is_the_frameworks(page, violation["id"], node)
    ]


def _is_the_frameworks(page: Page, rule: str, node: dict[str, Any]) -> bool:
    if rule not in FRAMEWORK:
        return False
    selector = FRAMEWORK[rule][0]
    return bool(
        page.evaluate(
            "([target, of]) => !!document.querySelector(target)?.matches(of)", [node["target"][0], selector]
        )
    )
