"""How QGIS draws the layers of maps: symbols, labels and forms."""
