"""Every golden case there is, worked again; to be run every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from calculators.desk.proof import proofs
from registry import snapshot as snapshots


class Command(BaseCommand):
    help = "把各地的核对案例全部重算一遍。有一个不对，就以 1 结束，写明是哪一条；没有案例的也列出来。"

    def handle(self, *args: Any, **options: Any) -> None:
        snapshots.current()  # the names of closed sets may be words of the content
        found = list(proofs())
        for proof in found:
            if proof.mark != "通过":
                about = f"{proof.row.region} · {proof.row}（{proof.row.get_status_display()}，{proof.row.period()}）"
                self.stdout.write("\n".join([f"{proof.mark}：{about}", *(f"  {line}" for line in proof.failures)]))
        cases = sum(len(proof.cases) for proof in found)
        failed = sum(len(proof.failures) for proof in found)
        without = sum(not proof.cases for proof in found)
        said = f"{len(found)} 条，{cases} 个案例：通过 {cases - failed}，不对 {failed}；没有案例的 {without} 条。"
        if failed:
            raise CommandError(said)
        self.stdout.write(said)
