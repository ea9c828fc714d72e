"""What a service may do in its own database: told by revisions, beside the tables they make.

The service's role has the database's name and owns nothing; revisions run as the owner. Where one
role is both, as for somebody who made a database by hand, there is nothing to grant.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, text


def grant(connection: Connection, privileges: Mapping[str, str]) -> None:
    """Grant the service's role these privileges (as SQL lists them) on each table, and no more."""
    role = connection.execute(
        text(
            "SELECT quote_ident(rolname) FROM pg_roles"
            " WHERE rolname = current_database() AND rolname <> current_user"
        )
    ).scalar_one_or_none()
    if role is None:
        return
    for table, listed in privileges.items():
        connection.execute(text(f'REVOKE ALL ON "{table}" FROM {role}'))
        connection.execute(text(f'GRANT {listed} ON "{table}" TO {role}'))
