"""All SQL: tables, engine and transactions, and one file for each noun."""
