"""Running a server as an ordinary user where the launcher is root."""

import os
import pwd


def run_as(user: str, *capabilities: str, stop_signal: str = "TERM") -> list[str]:
    """Return what to put before a command so that root runs it as `user`; nothing for others.

    The checkout may lie where only root may look, such as /root. The capability `dac_override`,
    which root has in a container too, lets the server reach its files there all the same.
    """
    if os.geteuid() != 0:
        return []
    wanted = ("dac_override", *capabilities)
    plus = ",".join(f"+{capability}" for capability in wanted)
    return [
        "setpriv",
        f"--reuid={user}",
        f"--regid={pwd.getpwnam(user).pw_gid}",
        "--init-groups",
        f"--inh-caps=-all,{plus}",
        f"--ambient-caps={plus}",
        # A change of user clears the signal that ties a part to its supervisor.
        f"--pdeathsig={stop_signal}",
    ]


def first_user(*names: str) -> str:
    """Return the first of these users that exists here."""
    existing = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in names if name in existing)
