"""The condition of a row in a sheet: one cell."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from registry.excel.columns import SEPARATORS, FieldColumn, Value, text_of


class ConditionColumn(FieldColumn):
    """什么情形下显示: {问题: [答案]} as 问题=答案、答案；问题=答案."""

    width = 30

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.help = "写成 问题=答案、答案；问题=答案。全都满足才显示；空着表示总是显示。"

    def show(self, stored: Any) -> str:
        return "；".join(f"{key}={'、'.join(values)}" for key, values in stored.items())

    def read(self, value: Value) -> dict[str, list[str]]:
        parts = [
            part.partition("=") for part in re.split(r"[;；\n]+", text_of(value).replace("＝", "=")) if part.strip()
        ]
        if any(not (key.strip() and answers.strip()) for key, _, answers in parts):
            raise ValidationError("请写成 问题=答案、答案；问题=答案。例如 outcome=local。")
        return {key.strip(): [word for word in SEPARATORS.split(answers) if word] for key, _, answers in parts}
