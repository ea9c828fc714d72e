"""The steps that make the tables of `orders`, run by alembic."""
