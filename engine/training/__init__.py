"""Training in torch: models, data sets, losses, schedules and the exact export; nothing at run time imports it."""
