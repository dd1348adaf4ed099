"""A clerk's way into the desk, as a browser goes it."""

import base64
import re
import time

from django_otp.oath import TOTP
from playwright.sync_api import BrowserContext, Page

PASSWORD = "only-for-this-test-run"


def sign_in(context: BrowserContext, name: str = "clerk") -> Page:
    """Give the password, and bind a phone as the pages ask for it; the account must have none yet."""
    page = context.new_page()
    give_password(page, name)
    give_code(page, secret_on(page))
    page.wait_for_selector("#user-tools")
    return page


def give_password(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.locator("input[type=submit]").click()


def give_code(page: Page, secret: bytes) -> None:
    page.fill("#id_code", code(secret))
    if page.locator("#id_password").count():  # a new phone is bound by whoever knows the password
        page.fill("#id_password", PASSWORD)
    page.locator("input[type=submit]").click()


def secret_on(page: Page) -> bytes:
    """The secret that stands in letters under the picture."""
    letters = re.sub(r"\s", "", page.locator(".secret").inner_text())
    return base64.b32decode(letters)


def code(secret: bytes) -> str:
    totp = TOTP(secret)
    totp.time = time.time()
    return f"{totp.token():06d}"
