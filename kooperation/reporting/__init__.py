"""What people see: charts, tables and the workbook, in German or English."""
