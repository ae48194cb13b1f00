"""What is in a database: tables, columns, keys, values; bounded in time, sampled where tables are big."""
