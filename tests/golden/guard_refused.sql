# Queries that the guard refuses, and why. A new case is two lines: "--- name | dialects | reason", then the SQL.
# {U+200B} stands for the character of that number; {x*300} repeats x.

--- nothing | sqlite,postgres,mysql | statements
;

--- only a comment | sqlite,postgres,mysql | statements
-- SELECT 1

--- two statements | sqlite,postgres,mysql | statements
SELECT 1; SELECT 2

--- stacked drop | sqlite,postgres,mysql | statements
SELECT COUNT(*) FROM area; DROP TABLE area

--- stacked behind a comment | sqlite,postgres,mysql | statements
SELECT COUNT(*) FROM area; /* nothing here */ DELETE FROM area --

--- closes a text, then drops | sqlite,postgres | statements
SELECT COUNT(*) FROM area WHERE name = ''; DROP TABLE area; --'

--- closes a text, then drops, on mysql | mysql | statements
SELECT COUNT(*) FROM area WHERE name = ''; DROP TABLE area; -- '

--- closes a text with a backslash that is none there | sqlite,postgres | statements
SELECT COUNT(*) FROM area WHERE name = '\'; DROP TABLE area; --'

--- insert | sqlite,postgres,mysql | not_select
INSERT INTO area (code, name, plant) VALUES ('X', 'X', 'North')

--- insert from a select | sqlite,postgres,mysql | not_select
INSERT INTO area SELECT * FROM area

--- update | sqlite,postgres,mysql | not_select
UPDATE equipment SET status = 'running'

--- delete | sqlite,postgres,mysql | not_select
DELETE FROM work_order

--- replace | sqlite,mysql | not_select
REPLACE INTO area (id, code) VALUES (1, 'X')

--- merge | postgres | not_select
MERGE INTO area USING area AS b ON TRUE WHEN MATCHED THEN DELETE

--- drop | sqlite,postgres,mysql | not_select
DROP TABLE equipment

--- create | sqlite,postgres,mysql | not_select
CREATE TABLE x (a INT)

--- create as | sqlite,postgres,mysql | not_select
CREATE TABLE x AS SELECT * FROM area

--- create view | sqlite,postgres,mysql | not_select
CREATE VIEW v AS SELECT 1

--- alter | sqlite,postgres,mysql | not_select
ALTER TABLE area ADD COLUMN x INT

--- truncate | postgres,mysql | not_select
TRUNCATE TABLE area

--- pragma | sqlite | not_select
PRAGMA writable_schema = ON

--- attach | sqlite | not_select
ATTACH DATABASE '/etc/passwd' AS x

--- vacuum into | sqlite | not_select
VACUUM INTO '/tmp/copy.db'

--- explain | sqlite,postgres,mysql | not_select
EXPLAIN SELECT 1

--- set | postgres,mysql | not_select
SET statement_timeout = 0

--- begin | sqlite,postgres,mysql | not_select
BEGIN

--- commit | sqlite,postgres,mysql | not_select
COMMIT

--- grant | postgres,mysql | not_select
GRANT ALL ON area TO public

--- copy to a file | postgres | not_select
COPY area TO '/tmp/area.csv'

--- copy from a program | postgres | not_select
COPY area FROM PROGRAM 'id'

--- do block | postgres | not_select
DO $$ BEGIN PERFORM pg_sleep(10); END $$

--- call | postgres,mysql | not_select
CALL something()

--- prepare | postgres | not_select
PREPARE p AS DELETE FROM area

--- values alone | sqlite,postgres | not_select
VALUES (1), (2)

--- kill | mysql | not_select
KILL 1

--- load data | mysql | syntax
LOAD DATA INFILE '/etc/passwd' INTO TABLE area

--- show | mysql | not_select
SHOW TABLES

--- not SQL at all | sqlite,postgres,mysql | syntax
how many pumps are down

--- unfinished | sqlite,postgres,mysql | syntax
SELECT COUNT(* FROM area

--- text without an end | sqlite,postgres,mysql | syntax
SELECT 'abc FROM area

--- keywords in a row | sqlite,postgres,mysql | syntax
SELECT FROM WHERE

--- writable CTE with delete | postgres | construct
WITH x AS (DELETE FROM area RETURNING *) SELECT * FROM x

--- writable CTE with insert | postgres | construct
WITH x AS (INSERT INTO area (code) VALUES ('X') RETURNING id) SELECT id FROM x

--- writable CTE with update, not even read | postgres | construct
WITH x AS (UPDATE area SET name = 'x' RETURNING id) SELECT 1

--- CTE before a delete | sqlite,postgres | not_select
WITH x AS (SELECT 1) DELETE FROM area

--- select into | postgres | construct
SELECT * INTO copy FROM area

--- into outfile | mysql | syntax
SELECT * FROM area INTO OUTFILE '/tmp/x'

--- for update | postgres,mysql | construct
SELECT * FROM area FOR UPDATE

--- for share | postgres,mysql | construct
SELECT * FROM area FOR SHARE

--- recursive | sqlite,postgres,mysql | construct
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r

--- recursive without the word | sqlite | table
WITH r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r

--- recursive under a table's name | sqlite | ambiguous
WITH area (name) AS (SELECT 'x' UNION ALL SELECT name FROM area) SELECT name FROM area

--- rows out of nothing | sqlite,postgres | construct
SELECT * FROM (VALUES (1), (2)) AS v (a)

--- values in in | postgres | construct
SELECT 1 AS a WHERE 1 IN (VALUES (1), (2))

--- natural join | sqlite,postgres,mysql | construct
SELECT tag FROM equipment NATURAL JOIN area

--- lateral | postgres | construct
SELECT tag FROM equipment, LATERAL (SELECT 1) AS x

--- table sample | postgres | construct
SELECT tag FROM equipment TABLESAMPLE SYSTEM (10)

--- index hint | mysql | construct
SELECT tag FROM equipment USE INDEX (PRIMARY)

--- parameter | sqlite,mysql | construct
SELECT tag FROM equipment WHERE id = ?

--- named parameter | sqlite,postgres | construct
SELECT tag FROM equipment WHERE id = :id

--- numbered parameter | postgres | construct
SELECT tag FROM equipment WHERE id = $1

--- system variable | mysql | construct
SELECT @@version

--- user variable | mysql | construct
SELECT @x := 1

--- regular expression | sqlite,postgres,mysql | function
SELECT tag FROM equipment WHERE tag REGEXP '(a+)+$'

--- regular expression operator | postgres | function
SELECT tag FROM equipment WHERE tag ~ '(a+)+$'

--- cast to regclass | postgres | construct
SELECT 'pg_authid'::regclass

--- cast to a type of their own | postgres | construct
SELECT CAST(tag AS secret_type) FROM equipment

--- hexadecimal text | sqlite,mysql | construct
SELECT X'41'

--- schema of SQLite | sqlite | table
SELECT * FROM sqlite_master

--- schema of SQLite by its other name | sqlite | table
SELECT sql FROM sqlite_schema

--- quoted schema of SQLite | sqlite | table
SELECT * FROM "sqlite_master"

--- bracketed schema of SQLite | sqlite | table
SELECT * FROM [sqlite_master]

--- qualified schema of SQLite | sqlite | table
SELECT * FROM main.sqlite_master

--- temp schema | sqlite | table
SELECT * FROM temp.sqlite_temp_master

--- sequence table | sqlite | table
SELECT * FROM sqlite_sequence

--- page statistics | sqlite | table
SELECT * FROM dbstat

--- union to the schema | sqlite | table
SELECT tag FROM equipment UNION SELECT sql FROM sqlite_master

--- subquery to the schema | sqlite | table
SELECT (SELECT GROUP_CONCAT(sql) FROM sqlite_master) AS x FROM area

--- CTE to the schema | sqlite | table
WITH area2 AS (SELECT name FROM sqlite_master) SELECT name FROM area2

--- exists to the schema | sqlite | table
SELECT tag FROM equipment WHERE EXISTS (SELECT 1 FROM sqlite_master)

--- order by to the schema | sqlite | table
SELECT tag FROM equipment ORDER BY (SELECT COUNT(*) FROM sqlite_master)

--- join condition to the schema | sqlite | table
SELECT e.tag FROM equipment AS e JOIN area AS a ON a.id = (SELECT COUNT(*) FROM sqlite_master)

--- in a table's name | sqlite | construct
SELECT tag FROM equipment WHERE tag IN sqlite_master

--- pragma as a table | sqlite | function
SELECT * FROM pragma_table_info('area')

--- pragma as a table without arguments | sqlite | table
SELECT * FROM pragma_database_list

--- table function in a join | sqlite | function
SELECT e.tag FROM equipment AS e, json_each('[1,2]')

--- series | postgres | function
SELECT * FROM generate_series(1, 1000000000)

--- series in the list | postgres | function
SELECT generate_series(1, 1000000000)

--- unnest | postgres | function
SELECT * FROM UNNEST(ARRAY[1, 2])

--- information schema | postgres,mysql | table
SELECT table_name FROM information_schema.tables

--- quoted information schema | postgres | table
SELECT * FROM "information_schema"."columns"

--- catalog of postgres | postgres | table
SELECT * FROM pg_catalog.pg_tables

--- catalog of postgres without its schema | postgres | table
SELECT rolname, rolpassword FROM pg_authid

--- stored passwords | postgres | table
SELECT * FROM pg_shadow

--- running queries | postgres | table
SELECT query FROM pg_stat_activity

--- users of mysql | mysql | table
SELECT user, authentication_string FROM mysql.user

--- another database | mysql | table
SELECT * FROM performance_schema.threads

--- another schema, known table | sqlite,postgres,mysql | table
SELECT * FROM other.area

--- another catalog | postgres | construct
SELECT * FROM otherdb.public.area

--- unknown table | sqlite,postgres,mysql | table
SELECT * FROM employees

--- misspelt table | sqlite,postgres,mysql | table
SELECT * FROM equipmet

--- quoted in the wrong case | postgres | table
SELECT * FROM "Equipment"

--- look-alike letters | sqlite,postgres,mysql | table
SELECT * FROM еquipment

--- full-width letters | sqlite,postgres,mysql | table
SELECT * FROM ｅquipment

--- unknown column | sqlite,postgres,mysql | column
SELECT password FROM technician

--- misspelt column | sqlite,postgres,mysql | column
SELECT criticalty FROM equipment

--- unknown column of an alias | sqlite,postgres,mysql | column
SELECT e.salary FROM equipment AS e

--- unknown alias | sqlite,postgres,mysql | column
SELECT x.tag FROM equipment AS e

--- a table's name behind its alias | sqlite,postgres,mysql | column
SELECT equipment.tag FROM equipment AS e

--- a column of the inner query, outside | sqlite,postgres,mysql | column
SELECT tag FROM equipment WHERE id IN (SELECT equipment_id FROM failure) AND mode = 'noise'

--- a column that the subquery leaves out | sqlite,postgres,mysql | column
SELECT tag FROM (SELECT name FROM equipment) AS e

--- a column that the CTE leaves out | sqlite,postgres,mysql | column
WITH x AS (SELECT id FROM equipment) SELECT tag FROM x

--- unknown column in where | sqlite,postgres,mysql | column
SELECT tag FROM equipment WHERE colour = 'red'

--- unknown column in order by | sqlite,postgres,mysql | column
SELECT tag FROM equipment ORDER BY colour

--- unknown column in a join | sqlite,postgres,mysql | column
SELECT e.tag FROM equipment AS e JOIN area AS a ON a.area_id = e.area_id

--- unknown column in using | sqlite,postgres,mysql | column
SELECT tag FROM equipment JOIN area USING (area_id)

--- unknown column in a window | sqlite,postgres,mysql | column
SELECT RANK() OVER (ORDER BY colour) AS r FROM equipment

--- text in double quotes | sqlite,postgres | column
SELECT tag FROM equipment WHERE status = "down"

--- row id | sqlite | column
SELECT rowid FROM area

--- system column | postgres | column
SELECT ctid, xmin FROM area

--- whole row | postgres | column
SELECT equipment FROM equipment

--- alias in where, where no alias is | postgres,mysql | column
SELECT replacement_cost * 2 AS twice FROM equipment WHERE twice > 10

--- column of two tables | sqlite,postgres,mysql | ambiguous
SELECT name FROM equipment JOIN area ON area.id = equipment.area_id

--- one name for two tables | sqlite,postgres,mysql | ambiguous
SELECT x.name FROM equipment AS x JOIN area AS x ON TRUE

--- load extension | sqlite | function
SELECT load_extension('/tmp/evil.so')

--- read a file | sqlite | function
SELECT readfile('/etc/passwd')

--- write a file | sqlite | function
SELECT writefile('/tmp/x', 'y')

--- memory bomb | sqlite | function
SELECT zeroblob(1000000000)

--- random blob | sqlite | function
SELECT HEX(RANDOMBLOB(1000000000))

--- padding bomb with printf | sqlite | function
SELECT PRINTF('%1000000000d', 1)

--- padding bomb with a star | sqlite | function
SELECT PRINTF('%*d', 1000000000, 1)

--- version of SQLite | sqlite | function
SELECT sqlite_version()

--- function in quotes | sqlite | function
SELECT "load_extension"('/tmp/evil.so')

--- function in upper case with spaces | sqlite | function
SELECT LOAD_EXTENSION ('/tmp/evil.so')

--- function behind an alias | sqlite | function
SELECT x.f FROM (SELECT readfile('/etc/passwd') AS f) AS x

--- function in order by | sqlite | function
SELECT tag FROM equipment ORDER BY load_extension('x')

--- function in limit | sqlite | function
SELECT tag FROM equipment LIMIT LENGTH(readfile('/etc/passwd'))

--- characters by number | sqlite,postgres,mysql | function
SELECT CHAR(110, 111, 119)

--- random order | sqlite,postgres | function
SELECT tag FROM equipment ORDER BY RANDOM()

--- sleep | postgres | function
SELECT pg_sleep(10)

--- sleep by its schema | postgres | construct
SELECT pg_catalog.pg_sleep(10)

--- sleep in where | postgres | function
SELECT tag FROM equipment WHERE pg_sleep(10) IS NULL

--- read a server file | postgres | function
SELECT pg_read_file('/etc/passwd')

--- list a server directory | postgres | function
SELECT pg_ls_dir('/')

--- import a file | postgres | function
SELECT lo_import('/etc/passwd')

--- export a file | postgres | function
SELECT lo_export(1, '/tmp/x')

--- another server | postgres | construct
SELECT * FROM dblink('host=evil', 'SELECT 1') AS t (a INT)

--- another server, one value | postgres | function
SELECT dblink('host=evil', 'SELECT 1')

--- query inside a text | postgres | function
SELECT query_to_xml('SELECT * FROM pg_authid', TRUE, TRUE, '')

--- whole database as XML | postgres | function
SELECT database_to_xml(TRUE, TRUE, '')

--- change a setting | postgres | function
SELECT set_config('statement_timeout', '0', FALSE)

--- read a setting | postgres | function
SELECT current_setting('data_directory')

--- end other sessions | postgres | function
SELECT pg_terminate_backend(1)

--- advisory lock | postgres | function
SELECT pg_advisory_lock(1)

--- next of a sequence | postgres | function
SELECT nextval('area_id_seq')

--- repeat bomb | postgres,mysql | function
SELECT REPEAT('x', 1000000000)

--- padding bomb | postgres,mysql | function
SELECT LPAD('x', 1000000000, 'y')

--- who am I | postgres | function
SELECT CURRENT_USER

--- version | postgres,mysql | function
SELECT VERSION()

--- sleep on mysql | mysql | function
SELECT SLEEP(10)

--- benchmark | mysql | function
SELECT BENCHMARK(1000000000, MD5('x'))

--- load a file | mysql | function
SELECT LOAD_FILE('/etc/passwd')

--- error with a payload | mysql | function
SELECT EXTRACTVALUE(1, CONCAT(0x7e, 'x'))

--- named lock | mysql | function
SELECT GET_LOCK('x', 10)

--- comment that mysql runs | mysql | column
SELECT 1 /*!50000 , password */ FROM technician WHERE nothing = 1

--- now | sqlite,postgres,mysql | clock
SELECT NOW()

--- current date | sqlite,postgres,mysql | clock
SELECT COUNT(*) FROM work_order WHERE due_on < CURRENT_DATE

--- current timestamp | sqlite,postgres,mysql | clock
SELECT CURRENT_TIMESTAMP

--- now as a text | sqlite | clock
SELECT DATE('now')

--- now in odd case and spaces | sqlite | clock
SELECT DATETIME(' NoW ')

--- now in pieces | sqlite | clock
SELECT DATE('no' || 'w')

--- now behind a function | sqlite | clock
SELECT DATE(LOWER('NOW'))

--- now from a subquery | sqlite | clock
SELECT DATE(x.d) FROM (SELECT 'now' AS d) AS x

--- date of nothing | sqlite | clock
SELECT DATE()

--- julianday of nothing | sqlite | function
SELECT JULIANDAY()

--- strftime of nothing | sqlite | clock
SELECT STRFTIME('%Y')

--- strftime now | sqlite | clock
SELECT STRFTIME('%s', 'now')

--- local time of the server | sqlite | clock
SELECT DATE(started_at, 'localtime') FROM downtime

--- current_time as a word | sqlite | clock
SELECT current_time

--- now as a typed text | postgres | clock
SELECT 'now'::timestamp

--- today compared | postgres | clock
SELECT COUNT(*) FROM work_order WHERE due_on < 'today'

--- tomorrow at noon | postgres | clock
SELECT TIMESTAMP 'tomorrow 12:00'

--- now in pieces, cast | postgres | clock
SELECT CAST('no' || 'w' AS timestamp)

--- clock timestamp | postgres | clock
SELECT clock_timestamp()

--- local timestamp | postgres | clock
SELECT LOCALTIMESTAMP

--- age of one date | postgres | function
SELECT AGE(installed_on) FROM equipment

--- curdate | mysql | clock
SELECT CURDATE()

--- sysdate | mysql | clock
SELECT SYSDATE()

--- utc timestamp | mysql | clock
SELECT UTC_TIMESTAMP()

--- unix timestamp of nothing | mysql | function
SELECT UNIX_TIMESTAMP()

--- no limit by a negative one | sqlite | limit
SELECT tag FROM equipment LIMIT -1

--- limit all | postgres | limit
SELECT tag FROM equipment LIMIT ALL

--- limit by a sum | sqlite,postgres | limit
SELECT tag FROM equipment LIMIT 1 + 1

--- limit by a query | sqlite,postgres | limit
SELECT tag FROM equipment LIMIT (SELECT COUNT(*) FROM area)

--- ties without end | postgres | limit
SELECT tag FROM equipment ORDER BY type FETCH FIRST 3 ROWS WITH TIES

--- null character | sqlite,postgres,mysql | character
SELECT tag FROM equipment{U+0000}; DROP TABLE area

--- zero width space | sqlite,postgres,mysql | character
SELECT tag FROM equip{U+200B}ment

--- right-to-left override | sqlite,postgres,mysql | character
SELECT tag FROM equipment WHERE name = '{U+202E}x'

--- too long | sqlite,postgres,mysql | size
SELECT '{x*20001}'

--- too many parentheses | sqlite,postgres,mysql | size
SELECT {(*300}1{)*300}

--- too many subqueries | sqlite,postgres,mysql | size
SELECT {(SELECT *40}1{)*40}

--- a long chain of additions | sqlite,postgres,mysql | size
SELECT 1{+1*3000}

--- a long row of signs | sqlite,postgres,mysql | size
SELECT {- *3000}1

--- too many parts | sqlite,postgres,mysql | size
SELECT 1 AS a WHERE 1 IN (1{,1*6000})

--- sides of different width | sqlite,postgres,mysql | construct
SELECT tag, name FROM equipment UNION SELECT name FROM area

--- star of nothing | sqlite,postgres,mysql | construct
SELECT *

--- star in a function | sqlite,postgres,mysql | construct
SELECT COALESCE(*) FROM area

--- schema inside a window | sqlite | table
SELECT count(*) OVER (ORDER BY (SELECT sql FROM sqlite_master)) FROM area

--- schema inside a named window | sqlite | table
SELECT name FROM area WINDOW w AS (ORDER BY (SELECT sql FROM sqlite_master))

--- schema inside group by | sqlite | table
SELECT name FROM area GROUP BY (SELECT sql FROM sqlite_master)

--- schema inside an aggregate's order | sqlite | table
SELECT GROUP_CONCAT(name ORDER BY (SELECT sql FROM sqlite_master)) FROM area

--- schema inside a list | sqlite | table
SELECT 1 WHERE 1 IN (1, (SELECT sql FROM sqlite_master))

--- backquoted function | sqlite | function
SELECT `load_extension`('x')

--- bracketed function | sqlite | function
SELECT [load_extension]('x')

--- unknown collation | sqlite | construct
SELECT tag FROM equipment ORDER BY 1 COLLATE evil

--- offset by a query | sqlite | limit
SELECT name FROM area LIMIT 1 OFFSET (SELECT 1)

--- columns renamed in FROM | sqlite | construct
SELECT 1 FROM area a(b)

--- roles inside a filter | postgres | table
SELECT COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM pg_roles)) FROM area

--- roles inside distinct on | postgres | table
SELECT DISTINCT ON ((SELECT 1 FROM pg_roles)) name FROM area

--- roles inside a percentile | postgres | table
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY (SELECT 1 FROM pg_roles)) FROM area

--- roles as an array | postgres | table
SELECT ARRAY(SELECT rolname FROM pg_roles)

--- roles with any | postgres | table
SELECT name FROM area WHERE name = ANY(SELECT rolname FROM pg_roles)

--- table command | postgres | table
TABLE pg_authid

--- operator by its schema | postgres | construct
SELECT 1 OPERATOR(pg_catalog.+) 1

--- cast to regproc | postgres | construct
SELECT name::regproc FROM area

--- whole row as JSON | postgres | function
SELECT row_to_json(area) FROM area

--- unicode escapes | postgres | construct
SELECT U&'\0441'

--- share mode lock | mysql | construct
SELECT name FROM area LOCK IN SHARE MODE

--- procedure analyse | mysql | syntax
SELECT name FROM area PROCEDURE ANALYSE()

--- into a variable | mysql | construct
SELECT name INTO @x FROM area

--- update of XML | mysql | function
SELECT updatexml(1, 2, 3)
