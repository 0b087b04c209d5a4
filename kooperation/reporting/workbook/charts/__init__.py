"""The charts of the workbook, fed by live cells of the sheet Diagrammdaten, each with alternative text."""
