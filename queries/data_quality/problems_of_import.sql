-- question: What was wrong in a file that was imported?
-- grain:    one row per problem or warning kept, in the order of the file
-- params:   $import_id  integer  required, number of the import
-- columns:  severity     problem or warning
--           line         of the file; null for what concerns the whole file
--           column_name  heading of the column, where it is one
--           message

select
    severity,
    line,
    column_name,
    message
from import_problems
where import_id = $import_id
order by line nulls first, column_name, message
