# Queries that the guard lets through. A new case is two lines: "--- name | dialects", then the SQL.
# The test also runs each on a real database of that dialect, as written and as the guard wrote it: same rows.

--- count | sqlite,postgres,mysql
SELECT COUNT(*) AS n FROM equipment WHERE status = 'down'

--- count distinct | sqlite,postgres,mysql
SELECT COUNT(DISTINCT equipment_id) AS n FROM work_order

--- list of columns | sqlite,postgres,mysql
SELECT tag, name, status FROM equipment WHERE criticality = 'A' ORDER BY tag

--- star | sqlite,postgres,mysql
SELECT * FROM area ORDER BY id

--- star of one table | sqlite,postgres,mysql
SELECT e.*, a.name AS area_name FROM equipment AS e JOIN area AS a ON a.id = e.area_id ORDER BY e.id

--- upper case names | sqlite,mysql
SELECT TAG, "Name" FROM Equipment ORDER BY Tag

--- upper case unquoted on postgres | postgres
SELECT TAG, Name FROM Equipment ORDER BY Tag

--- quoted known names | sqlite,postgres
SELECT "tag" FROM "equipment" ORDER BY "tag"

--- backquoted known names | sqlite,mysql
SELECT `tag` FROM `equipment` ORDER BY `tag`

--- schema named | sqlite
SELECT tag FROM main.equipment ORDER BY tag

--- schema named on postgres | postgres
SELECT public.equipment.tag FROM public.equipment ORDER BY 1

--- breakdown | sqlite,postgres,mysql
SELECT a.name AS area, COUNT(*) AS n FROM equipment AS e JOIN area AS a ON a.id = e.area_id WHERE e.status <> 'retired' GROUP BY a.name ORDER BY n DESC, area

--- group and order by position | sqlite,postgres,mysql
SELECT type, COUNT(*) FROM equipment GROUP BY 1 ORDER BY 2 DESC, 1

--- having | sqlite,postgres,mysql
SELECT equipment_id, COUNT(*) AS n FROM failure GROUP BY equipment_id HAVING COUNT(*) > 1 ORDER BY n DESC, equipment_id

--- left join with using | sqlite,postgres,mysql
SELECT equipment_id, COUNT(*) AS n FROM failure LEFT JOIN downtime USING (equipment_id) GROUP BY equipment_id ORDER BY equipment_id

--- joined tables in parentheses | sqlite,postgres
SELECT f.mode, e.tag FROM failure AS f JOIN (equipment AS e JOIN area AS a ON a.id = e.area_id) ON e.id = f.equipment_id ORDER BY f.id

--- cross join of two single rows | sqlite,postgres,mysql
SELECT d.hours, f.n FROM (SELECT SUM(minutes) / 60.0 AS hours FROM downtime) AS d CROSS JOIN (SELECT COUNT(*) AS n FROM failure) AS f

--- composite metric from two CTEs | sqlite,postgres,mysql
WITH stops AS (SELECT equipment_id, SUM(minutes) AS minutes FROM downtime WHERE planned = planned GROUP BY equipment_id), breaks AS (SELECT equipment_id, COUNT(*) AS n FROM failure GROUP BY equipment_id) SELECT e.tag, s.minutes, b.n FROM equipment AS e LEFT JOIN stops AS s ON s.equipment_id = e.id LEFT JOIN breaks AS b ON b.equipment_id = e.id ORDER BY e.tag

--- CTE that reads an earlier CTE | sqlite,postgres,mysql
WITH a1 AS (SELECT id, stock FROM spare_part), a2 AS (SELECT id FROM a1 WHERE stock = 0) SELECT COUNT(*) AS n FROM a2

--- CTE with column names | sqlite,postgres,mysql
WITH totals (equipment, n) AS (SELECT equipment_id, COUNT(*) FROM failure GROUP BY equipment_id) SELECT equipment, n FROM totals ORDER BY n DESC, equipment

--- derived table with column names | sqlite,postgres
WITH x AS (SELECT 1 AS one) SELECT v.b FROM (SELECT type, COUNT(*) FROM equipment GROUP BY type) AS s JOIN (SELECT one AS b FROM x) AS v ON TRUE

--- union all with order | sqlite,postgres,mysql
SELECT tag AS label FROM equipment UNION ALL SELECT sku FROM spare_part ORDER BY label

--- three-way union | sqlite,postgres,mysql
SELECT name FROM area UNION SELECT name FROM technician UNION SELECT name FROM spare_part ORDER BY name LIMIT 7

--- except and intersect | sqlite,postgres
SELECT id FROM equipment EXCEPT SELECT equipment_id FROM failure ORDER BY 1

--- top N | sqlite,postgres,mysql
SELECT tag FROM equipment ORDER BY replacement_cost DESC, tag LIMIT 5

--- page | sqlite,postgres,mysql
SELECT tag FROM equipment ORDER BY tag LIMIT 5 OFFSET 2

--- fetch first | postgres
SELECT tag FROM equipment ORDER BY tag FETCH FIRST 3 ROWS ONLY

--- correlated subquery | sqlite,postgres,mysql
SELECT e.tag, (SELECT MAX(f.detected_at) FROM failure AS f WHERE f.equipment_id = e.id) AS last_failure FROM equipment AS e ORDER BY e.tag

--- correlated without a qualifier | sqlite,postgres,mysql
SELECT tag FROM equipment WHERE EXISTS (SELECT 1 FROM failure WHERE equipment_id = equipment.id AND criticality = 'A') ORDER BY tag

--- not exists | sqlite,postgres,mysql
SELECT e.tag FROM equipment AS e WHERE NOT EXISTS (SELECT 1 FROM failure AS f WHERE f.equipment_id = e.id) ORDER BY e.tag

--- in a subquery | sqlite,postgres,mysql
SELECT tag FROM equipment WHERE id IN (SELECT equipment_id FROM downtime WHERE ended_at IS NULL) ORDER BY tag

--- in, between, like, is null, not | sqlite,postgres,mysql
SELECT number FROM work_order WHERE status IN ('open', 'in_progress') AND labor_hours BETWEEN 0 AND 10 AND description LIKE '%pump%' AND NOT technician_id IS NULL ORDER BY number

--- like with a percent and an escape | sqlite,postgres,mysql
SELECT name FROM spare_part WHERE name LIKE '100|%%' ESCAPE '|' ORDER BY name

--- a text that holds SQL | sqlite,postgres,mysql
SELECT COUNT(*) AS n FROM work_order WHERE description = 'x''; DROP TABLE area; --'

--- a text that holds a comment | sqlite,postgres,mysql
SELECT COUNT(*) AS n FROM work_order WHERE description = '/* not a comment */ -- nor this'

--- Spanish text | sqlite,postgres,mysql
SELECT COUNT(*) AS n FROM technician WHERE name = 'José Ñúñez'

--- comments are dropped | sqlite,postgres,mysql
SELECT /* how many */ COUNT(*) AS n -- of them
FROM equipment

--- one trailing semicolon | sqlite,postgres,mysql
SELECT COUNT(*) AS n FROM equipment;

--- parenthesised | postgres,mysql
(SELECT COUNT(*) AS n FROM equipment)

--- case | sqlite,postgres,mysql
SELECT SUM(CASE WHEN type = 'preventive' THEN 1 ELSE 0 END) AS pm, SUM(CASE type WHEN 'corrective' THEN 1 ELSE 0 END) AS cm FROM work_order

--- share with null-safe division | sqlite,postgres,mysql
SELECT ROUND(100.0 * SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0), 1) AS pct FROM work_order

--- arithmetic and coalesce | sqlite,postgres,mysql
SELECT SUM(stock * unit_cost) AS stock_value, SUM(COALESCE(min_stock, 0) - stock) AS missing FROM spare_part WHERE stock < min_stock

--- text functions | sqlite,postgres,mysql
SELECT UPPER(SUBSTR(name, 1, 3)) AS short, LENGTH(TRIM(name)) AS n, REPLACE(LOWER(name), ' ', '_') AS slug FROM area ORDER BY id

--- cast | sqlite,postgres
SELECT CAST(minutes AS REAL) / 60 AS hours FROM downtime ORDER BY id

--- rank | sqlite,postgres,mysql
SELECT tag, position FROM (SELECT tag, RANK() OVER (ORDER BY replacement_cost DESC) AS position FROM equipment) AS r WHERE position <= 3 ORDER BY position, tag

--- running total | sqlite,postgres,mysql
SELECT id, SUM(minutes) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far FROM downtime ORDER BY id

--- partition and lag | sqlite,postgres,mysql
SELECT equipment_id, value - LAG(value, 1) OVER (PARTITION BY equipment_id, meter ORDER BY read_at) AS change FROM meter_reading ORDER BY id

--- named window | sqlite,postgres,mysql
SELECT id, ROW_NUMBER() OVER w AS n FROM failure WINDOW w AS (PARTITION BY equipment_id ORDER BY detected_at) ORDER BY id

--- filter clause | sqlite,postgres
SELECT COUNT(*) FILTER (WHERE stock = 0) AS out_of_stock FROM spare_part

--- order with nulls last | sqlite,postgres
SELECT tag, next_maintenance FROM equipment ORDER BY next_maintenance NULLS LAST, tag

--- no table at all | sqlite,postgres,mysql
SELECT 1 AS one

--- month of a date | sqlite
SELECT STRFTIME('%Y-%m', detected_at) AS month, COUNT(*) AS n FROM failure GROUP BY month ORDER BY month

--- Monday of a week | sqlite
SELECT DATE(started_at, 'weekday 0', '-6 days') AS week, SUM(minutes) AS minutes FROM downtime GROUP BY week ORDER BY week

--- hours between two times | sqlite
SELECT AVG((JULIANDAY(completed_at) - JULIANDAY(started_at)) * 24.0) AS mttr FROM work_order WHERE status = 'completed'

--- days from a literal date | sqlite
SELECT tag, JULIANDAY('2026-11-22') - JULIANDAY(installed_on) AS age FROM equipment ORDER BY tag

--- date modifiers from a column | sqlite
SELECT tag, DATE(last_maintenance, '+' || maintenance_interval_days || ' days') AS due FROM equipment ORDER BY tag

--- coalesce inside a date | sqlite
SELECT SUM(JULIANDAY(COALESCE(ended_at, '2026-11-22 23:59:59')) - JULIANDAY(started_at)) AS days FROM downtime

--- start of month | sqlite
SELECT DATE(detected_at, 'start of month') AS month, COUNT(*) AS n FROM failure GROUP BY 1 ORDER BY 1

--- alias in where | sqlite
SELECT tag, replacement_cost * 2 AS twice FROM equipment WHERE twice > 10 ORDER BY tag

--- group concat | sqlite
SELECT area_id, GROUP_CONCAT(tag, ', ') AS tags FROM (SELECT area_id, tag FROM equipment ORDER BY tag) AS e GROUP BY area_id ORDER BY area_id

--- glob and nocase | sqlite
SELECT tag FROM equipment WHERE tag GLOB 'P-*' AND type = 'PUMP' COLLATE NOCASE ORDER BY tag

--- scalar max, iif, total, printf | sqlite
SELECT MAX(0, stock - min_stock) AS spare, IIF(stock = 0, 'x', 'y') AS mark, PRINTF('%.1f', unit_cost) AS cost FROM spare_part ORDER BY id

--- limit in the other order | sqlite,mysql
SELECT tag FROM equipment ORDER BY tag LIMIT 2, 5

--- month of a date on postgres | postgres
SELECT TO_CHAR(DATE_TRUNC('month', detected_at), 'YYYY-MM') AS month, COUNT(*) AS n FROM failure GROUP BY 1 ORDER BY 1

--- quarter with a letter of its own on postgres | postgres
SELECT TO_CHAR(detected_at, 'YYYY-"Q"Q') AS quarter, COUNT(*) AS n FROM failure GROUP BY 1 ORDER BY 1

--- hours between two times on postgres | postgres
SELECT AVG(EXTRACT(EPOCH FROM (completed_at - started_at)) / 3600.0) AS mttr FROM work_order WHERE status = 'completed'

--- postgres casts and literals | postgres
SELECT tag, '2026-11-22'::date - installed_on AS days FROM equipment WHERE installed_on >= DATE '2020-01-01' ORDER BY tag

--- postgres intervals | postgres
SELECT tag, last_maintenance + INTERVAL '30 days' AS due FROM equipment ORDER BY tag

--- postgres aggregates | postgres
SELECT type, STRING_AGG(tag, ', ' ORDER BY tag) AS tags, PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY replacement_cost) AS median FROM equipment GROUP BY type ORDER BY type

--- postgres ilike and any | postgres
SELECT tag FROM equipment WHERE name ILIKE '%pump%' AND status = ANY(ARRAY['down', 'running']) ORDER BY tag

--- postgres distinct on | postgres
SELECT DISTINCT ON (equipment_id) equipment_id, detected_at FROM failure ORDER BY equipment_id, detected_at DESC

--- postgres numeric rounding and age of two dates | postgres
SELECT ROUND(AVG(minutes)::numeric, 2) AS m, MIN(AGE(ended_at, started_at)) AS shortest FROM downtime

--- mysql months and differences | mysql
SELECT DATE_FORMAT(detected_at, '%Y-%m') AS month, COUNT(*) AS n FROM failure GROUP BY month ORDER BY month

--- mysql hours | mysql
SELECT AVG(TIMESTAMPDIFF(MINUTE, started_at, completed_at)) / 60 AS mttr, MAX(DATEDIFF(completed_at, started_at)) AS days FROM work_order

--- mysql weeks and intervals | mysql
SELECT DATE_SUB(DATE(started_at), INTERVAL WEEKDAY(started_at) DAY) AS week, SUM(minutes) AS m FROM downtime GROUP BY week ORDER BY week

--- mysql aggregates | mysql
SELECT area_id, GROUP_CONCAT(DISTINCT tag ORDER BY tag SEPARATOR ', ') AS tags, IFNULL(MAX(line_id), 0) AS line FROM equipment GROUP BY area_id ORDER BY area_id

--- mysql year and month | mysql
SELECT YEAR(detected_at) AS y, MONTH(detected_at) AS m, COUNT(*) AS n FROM failure GROUP BY y, m ORDER BY y, m

--- text in JSON | sqlite,mysql
SELECT JSON_EXTRACT('{"en_US": "Pump"}', '$.en_US') AS name FROM area

--- a name by language | sqlite
SELECT COALESCE(JSON_EXTRACT('{"en": "x"}', '$.es'), JSON_EXTRACT('{"en": "x"}', '$.en')) AS name FROM area
