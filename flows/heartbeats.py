"""Runs whose machine died are marked crashed by the Prefect server, so that they hold no place a later run needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

NAME = "kechuang: runs without a sign of life have crashed"
HEARTBEAT = "prefect.flow-run.heartbeat"
# A run may die before its first heartbeat arrives.
BEGINNINGS = ("Pending", "Running")
ENDS = ("Completed", "Failed", "Crashed", "Cancelled")
TOLD = {"name", "enabled", "trigger", "actions"}
# Signs of life that a busy run may miss before it counts as dead.
MISSED = 4


def watch_heartbeats(flows: Sequence[str]) -> None:
    """Make the server mark silent runs of the given flows crashed; an automation of that name is brought up to date.

    The process that starts a run reports its death; only when both die together, as with the machine, nobody is left to report. How often
    runs give a sign of life is Prefect's setting (`PREFECT_FLOWS_HEARTBEAT_FREQUENCY`, seconds); without it nothing is watched.

    Args:
        flows: Names of the flows.
    """
    from prefect.automations import AutomationCore, ChangeFlowRunState, EventTrigger, Posture
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import StateType
    from prefect.settings import get_current_settings

    frequency = get_current_settings().flows.heartbeat_frequency
    if not frequency:
        return
    silence = dt.timedelta(seconds=MISSED * frequency)
    automation = AutomationCore(
        name=NAME,
        trigger=EventTrigger(
            after={HEARTBEAT, *(f"prefect.flow-run.{state}" for state in BEGINNINGS)},
            expect={HEARTBEAT, *(f"prefect.flow-run.{state}" for state in (*BEGINNINGS, *ENDS))},
            match={"prefect.resource.id": ["prefect.flow-run.*"]},
            match_related={"prefect.resource.role": "flow", "prefect.resource.name": list(flows)},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=silence,
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed",
                state=StateType.CRASHED,
                message=f"no sign of life for {silence}: its process is gone",
                force=False,
            )
        ],
    )
    with get_client(sync_client=True) as client:
        known = client.read_automations_by_name(NAME)
        # A changed automation forgets which runs it waits for, so an unchanged one is left alone.
        if not known:
            client.create_automation(automation)
        elif known[0].model_dump(include=TOLD) != automation.model_dump(include=TOLD):
            client.update_automation(known[0].id, automation)
