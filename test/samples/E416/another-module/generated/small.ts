// made by hand
