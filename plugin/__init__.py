"""Everything that knows QGIS: provider, algorithms, tasks, layers, environment, worker client."""
