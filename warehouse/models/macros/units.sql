-- Yuan as 万元 and 亿元.
CREATE OR REPLACE MACRO cny_wan(x) AS round(x / 10000, 4);
CREATE OR REPLACE MACRO cny_yi(x) AS round(x / 100000000, 4);

-- Whether the closed period [period_start, period_end] lies within [from_day, to_day].
CREATE OR REPLACE MACRO in_period(period_start, period_end, from_day, to_day) AS (
    coalesce(period_start, period_end) >= from_day::DATE AND coalesce(period_end, period_start) <= to_day::DATE
);
