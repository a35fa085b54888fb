"""QGIS entry point of EO-Duet: `classFactory` only.

It imports nothing heavy, so that the plugin loads without the engine's dependencies.
"""


def classFactory(iface):
    """Return the plugin object for QGIS's loader; `iface` is the running `QgisInterface`, None in `qgis_process`."""
    if iface is None:
        from .plugin.plugin import EODuetPlugin

        return EODuetPlugin(None)
    from .ui.desktop import DesktopPlugin

    return DesktopPlugin(iface)
