"""Training in torch: models, data sets, losses and the exact export.

Nothing that runs at a user imports it.
"""
