"""Every state of the pages that is looked at."""

from docs.make.screenshots import board, checkout, customer, order, views

STATES = (*customer.STATES, *checkout.STATES, *order.STATES, *board.STATES, *views.STATES)
