"""Everything that knows QGIS: provider, algorithms, tasks, layers, the private environment and its worker."""
