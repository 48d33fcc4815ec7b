-- question: How many marks are stored?
-- grain:    one row
-- columns:  marks

select count(*) as marks from session_marks
