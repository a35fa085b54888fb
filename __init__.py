"""QGIS entry point of EO-Duet: `classFactory` only, so that the plugin loads without the engine's dependencies."""


def classFactory(iface):  # noqa: N802 - the name is QGIS's
    """Return the plugin object for QGIS's loader; `iface` is the running `QgisInterface`."""
    from .plugin.plugin import EODuetPlugin

    return EODuetPlugin(iface)
