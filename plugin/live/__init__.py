"""Live layers: `.duet` files as QGIS layers whose tiles are decoded while they are looked at; widgets are elsewhere.

canvas → provider (any thread) → decoder (one thread) → worker process        hub (main thread): messages, projects, repaints
"""
