// The metric finder: loads the metrics chunk by chunk, filters them, draws what was found.
"use strict";
const kechuang = {};
(() => {
  const form = document.getElementById("finder");
  const body = document.getElementById("results").tBodies[0];
  const found = document.getElementById("found");
  const more = document.getElementById("more");
  const chart = document.getElementById("chart");
  const chunks = Number(form.dataset.chunks);
  const total = Number(form.dataset.total);
  const column = Object.fromEntries(form.dataset.columns.split(",").map((name, at) => [name, at]));
  const PAGE = 100;
  const rows = [];
  let loaded = 0;
  let wanted = PAGE;
  let waiting = false;

  // The page brings the sentences, in its language.
  function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString("en"));
  }

  function filters() {
    const values = Object.fromEntries(new FormData(form));
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim()));
  }

  function matches(row, wish) {
    const text = (name) => row[column[name]] ?? "";
    if (wish.unit && text("unit") !== wish.unit) return false;
    if (wish.kind && text("kind") !== wish.kind) return false;
    if (wish.status && text("status") !== wish.status) return false;
    if (wish.year && !text("end").startsWith(wish.year)) return false;
    if (wish.growth && row[column.growth] === null) return false;
    if (wish.indicator && !text("indicator").includes(wish.indicator.trim())) return false;
    if (wish.words) {
      const all = `${text("indicator")} ${text("subject")} ${text("surface")}`.toLowerCase();
      if (!wish.words.toLowerCase().trim().split(/\s+/).every((word) => all.includes(word))) return false;
    }
    return true;
  }

  function line(row) {
    const tr = document.createElement("tr");
    const put = (name, lang) => {
      const td = document.createElement("td");
      if (lang) td.lang = lang;
      td.textContent = row[column[name]] ?? "";
      tr.append(td);
      return td;
    };
    const value = put("value");
    const link = document.createElement("a");
    link.href = row[column.href];
    link.textContent = value.textContent || row[column.surface];
    value.replaceChildren(link);
    put("indicator", "zh"); put("subject", "zh"); put("period"); put("change"); put("kind"); put("status"); put("surface", "zh");
    return tr;
  }

  function load() {
    if (waiting || loaded >= chunks) return;
    waiting = true;
    const script = document.createElement("script");
    script.src = `data/metrics-${loaded + 1}.js`;
    script.onload = () => script.remove();
    script.onerror = () => { found.textContent = fill(form.dataset.toldLost, { file: script.src }); };
    document.head.append(script);
  }

  kechuang.receive = (number, values) => {
    for (const value of values) rows.push(value);
    loaded = number;
    waiting = false;
    update();
  };

  function update() {
    const wish = filters();
    const hits = rows.filter((row) => matches(row, wish));
    body.replaceChildren(...hits.slice(0, wanted).map(line));
    const whole = loaded >= chunks;
    found.textContent = whole
      ? fill(form.dataset.toldAll, { hits: hits.length, total })
      : fill(form.dataset.toldNewest, { hits: hits.length, loaded: rows.length, total });
    more.hidden = whole && hits.length <= wanted;
    if (!whole && hits.length < wanted) load();
    else draw(hits);
  }

  const AMOUNT = "abs(datum.value) >= 1e8 ? datum.value / 1e8 + '亿' : abs(datum.value) >= 1e4 ? datum.value / 1e4 + '万' : '' + datum.value";
  const axis = { labelFontSize: 12, titleFontSize: 12, labelColor: "var(--ink)", titleColor: "var(--soft)", domainColor: "var(--line)", tickColor: "var(--line)", gridColor: "var(--line)", titleFontWeight: "normal", labelLimit: 220 };

  function draw(hits) {
    if (!chart || typeof vegaEmbed === "undefined") return;
    const counts = new Map();
    for (const row of hits) if (row[column.number] !== null && row[column.unit]) counts.set(row[column.unit], (counts.get(row[column.unit]) ?? 0) + 1);
    const unit = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
    if (!unit) { chart.hidden = true; return; }
    const values = hits.filter((row) => row[column.unit] === unit && row[column.number] !== null).slice(0, 500).map((row) => ({
      value: row[column.number], day: row[column.end], name: `${row[column.subject] ?? ""} ${row[column.indicator] ?? row[column.surface]}`.trim(),
      printed: row[column.value], period: row[column.period], url: row[column.href],
    }));
    const days = new Set(values.map((one) => one.day)).size;
    const tooltip = [{ field: "name", title: form.dataset.metric }, { field: "printed", title: form.dataset.value }, { field: "period", title: form.dataset.period }];
    const measure = { field: "value", type: "quantitative", title: unit, axis: { tickCount: 5, labelExpr: AMOUNT } };
    const spec = days > 2
      ? { width: "container", height: 190, mark: { type: "point", filled: true, size: 60, opacity: 0.75 }, encoding: { x: { field: "day", type: "temporal", title: null, axis: { format: "%Y-%m-%d", tickCount: 6, grid: false } }, y: measure, color: { value: "var(--metric)" }, href: { field: "url" }, tooltip } }
      : { width: "container", height: 22 * Math.min(10, new Set(values.map((one) => one.name)).size), transform: [{ window: [{ op: "row_number", as: "rank" }], sort: [{ field: "value", order: "descending" }] }, { filter: "datum.rank <= 10" }],
          mark: { type: "bar", cornerRadiusEnd: 2, height: 12 }, encoding: { x: measure, y: { field: "name", type: "nominal", title: null, sort: "-x" }, color: { value: "var(--metric)" }, href: { field: "url" }, tooltip } };
    chart.hidden = false;
    vegaEmbed(chart, { $schema: "https://vega.github.io/schema/vega-lite/v6.json", data: { values }, autosize: { type: "fit-x", contains: "padding" }, ...spec, config: { background: null, view: { stroke: null }, axis, font: "system-ui, 'Noto Sans CJK SC', sans-serif" } }, { renderer: "svg", actions: false })
      .then(() => chart.setAttribute("aria-label", fill(form.dataset.toldChart, { count: values.length, unit })));
  }

  function changed() {
    wanted = PAGE;
    history.replaceState(null, "", `#${new URLSearchParams(filters())}`);
    update();
  }

  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements.namedItem(name);
    if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
  // Some tools that set fields for their users send only one of the two.
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("reset", () => setTimeout(changed));
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => { wanted += PAGE; update(); });
  load();
})();
