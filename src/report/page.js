(function () {
  'use strict';

  function number(cell) {
    var value = cell.getAttribute('data-v');
    return value === null ? null : parseFloat(value);
  }

  // Unknown cells stay last whichever way the column is sorted; equal ones keep their order.
  function compare(column, sign, lang) {
    return function (a, b) {
      var left = a.row.cells[column], right = b.row.cells[column];
      var x = number(left), y = number(right);
      if (x === null && y === null) {
        x = left.textContent; y = right.textContent;
        if (x === '\u2013' || y === '\u2013') {
          return (x === '\u2013') - (y === '\u2013') || a.at - b.at;
        }
        return sign * x.localeCompare(y, lang) || a.at - b.at;
      }
      if (x === null || y === null) { return (x === null) - (y === null); }
      return sign * (x - y) || a.at - b.at;
    };
  }

  function sortBy(table, heading) {
    var headings = Array.prototype.slice.call(table.tHead.rows[0].cells);
    var down = heading.getAttribute('aria-sort') === 'ascending';
    var body = table.tBodies[0];
    var rows = Array.prototype.map.call(body.rows, function (row, at) { return { row: row, at: at }; });
    rows.sort(compare(headings.indexOf(heading), down ? -1 : 1, document.documentElement.lang));
    headings.forEach(function (other) { other.removeAttribute('aria-sort'); });
    heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    rows.forEach(function (item) { body.appendChild(item.row); });
  }

  document.querySelectorAll('table.sort').forEach(function (table) {
    table.tHead.addEventListener('click', function (event) {
      var heading = event.target.closest('th');
      if (heading) { sortBy(table, heading); }
    });
  });

  // Long tables can be searched: rows stay whose text holds every word.
  var words = JSON.parse(document.getElementById('words').textContent);

  function filter(table, text) {
    var parts = text.toLocaleLowerCase().split(/\s+/);
    Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
      var own = row.textContent.toLocaleLowerCase();
      row.hidden = !parts.every(function (part) { return own.indexOf(part) >= 0; });
    });
  }

  document.querySelectorAll('table.sort').forEach(function (table) {
    if (table.tBodies[0].rows.length < 20) { return; }
    var label = document.createElement('label'), field = document.createElement('input');
    label.className = 'filter';
    label.textContent = words.filter;
    field.type = 'search';
    label.appendChild(field);
    table.parentNode.parentNode.insertBefore(label, table.parentNode);
    field.addEventListener('input', function () { filter(table, field.value); });
  });

  // ---- the map

  var box = document.getElementById('map');
  var data = JSON.parse(document.getElementById('shapes').textContent);
  if (!window.L || !data.step) { return; }

  function ring(steps) {
    var points = [], x = 0, y = 0;
    for (var i = 0; i < steps.length; i += 2) {
      x += steps[i]; y += steps[i + 1];
      points.push([y, x]);
    }
    return points;
  }

  function rings(parts) {
    return parts.map(function (part) { return part.map(ring); });
  }

  function tip(lines) {
    var place = document.createElement('div'), list = document.createElement('dl');
    place.className = 'tip';
    lines.forEach(function (line) {
      var name = document.createElement('dt'), value = document.createElement('dd');
      name.textContent = line[0];
      value.textContent = line[1];
      list.appendChild(name);
      list.appendChild(value);
    });
    place.appendChild(list);
    return place;
  }

  function zoneStyle(zone, weight) {
    return { color: words.border, weight: weight, fillColor: words.colours[zone.c + 1], fillOpacity: 1 };
  }

  var HATCHES = { remote_only: 'remote', neighbour_only: 'neighbour', closed_to_new: 'closed', ending: 'ending' };

  function zones(list, weight) {
    var group = L.layerGroup();
    list.forEach(function (zone) {
      var shape = rings(zone.r);
      var area = L.polygon(shape, zoneStyle(zone, weight)).bindTooltip(tip(zone.t), { sticky: true });
      area.told = zone.t;
      area.addTo(group);
      Object.keys(HATCHES).forEach(function (flag) {
        if (zone.f.split(/, */).indexOf(flag) >= 0) {
          L.polygon(shape, { stroke: false, fillColor: 'url(#hatch-' + HATCHES[flag] + ')', fillOpacity: 1,
                             interactive: false }).addTo(group);
        }
      });
    });
    return group;
  }

  function shapes(list, style) {
    var group = L.layerGroup();
    list.forEach(function (item) {
      if (!item.r.length) { return; }
      var shape = L.polygon(rings(item.r), style);
      if (item.t) { shape.bindTooltip(tip(item.t), { sticky: true }); }
      shape.told = item.t;
      shape.addTo(group);
    });
    return group;
  }

  // Where there are hundreds they are small until one zooms in.
  function officeRadius() {
    var zoom = map.getZoom() - map.getBoundsZoom([[0, 0], [data.h, data.w]]);
    return data.offices.length > 300 ? Math.max(2, Math.min(5, 2 + zoom)) : 5;
  }

  // Full, or hollow and grey where nobody new is taken.
  function officeStyle(idle) {
    var radius = officeRadius();
    return { radius: idle ? radius - 0.5 : radius, color: idle ? words.idle : '#fff', weight: idle ? radius / 2.5 : radius / 4,
             fillColor: idle ? '#fff' : words.office, fillOpacity: 1 };
  }

  function offices(list) {
    var group = L.layerGroup();
    [1, undefined].forEach(function (idle) {
      list.forEach(function (office) {
        if (office.i !== idle) { return; }
        var dot = L.circleMarker([office.y, office.x], officeStyle(idle)).bindTooltip(tip(office.t));
        dot.idle = idle;
        dot.addTo(group);
      });
    });
    return group;
  }

  var SITE_SIZE = 26;
  // Diamonds: with a rank for new offices, white for those of scenarios.
  function sites(list, fill) {
    var group = L.layerGroup();
    list.slice().reverse().forEach(function (site, at) {
      var mark = document.createElement('div');
      mark.innerHTML = '<svg width="26" height="26" aria-hidden="true"><path d="M13 1L25 13L13 25L1 13Z" stroke-width="1.5"/></svg>';
      mark.firstChild.firstChild.setAttribute('fill', fill);
      mark.firstChild.firstChild.setAttribute('stroke', words.office);
      mark.appendChild(document.createElement('b')).textContent = site.n || '';
      L.marker([site.y, site.x], { icon: L.divIcon({ className: 'site', html: mark, iconSize: [SITE_SIZE, SITE_SIZE] }),
                                   keyboard: false, zIndexOffset: at })
        .bindTooltip(tip(site.t)).addTo(group);
    });
    return group;
  }

  // A unit of the plane is a step of so many metres.
  var plane = L.extend({}, L.CRS.Simple, {
    distance: function (a, b) { return L.CRS.Simple.distance(a, b) * data.step; }
  });
  var map = L.map(box, { crs: plane, minZoom: -8, maxZoom: 6, zoomSnap: 0.25, attributionControl: false });
  map.fitBounds([[0, 0], [data.h, data.w]]);
  L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);

  var overlays = {};
  function add(name, group, shown) {
    if (!group.getLayers().length) { return; }
    var pane = 'over-' + Object.keys(overlays).length;
    map.createPane(pane).style.zIndex = 400 + Object.keys(overlays).length;
    group.eachLayer(function (layer) { layer.options.pane = pane; });
    overlays[name] = group;
    if (shown) { group.addTo(map); }
  }
  add(words.municipalities, zones(data.municipalities, 0.8), true);
  add(words.supplier_areas, zones(data.supplier_areas, 1.4), false);
  add(words.land, shapes(data.land, { color: '#1f6b43', weight: 1.5, fillOpacity: 0.12, interactive: false }), false);
  add(words.spots, shapes(data.spots, { color: words.spot, weight: data.spots.length > 300 ? 0.6 : 1.5, fillColor: 'url(#hatch-spot)', fillOpacity: 1 }), true);
  add(words.counties, shapes(data.counties, { color: words.border, weight: data.municipalities.length > 100 ? 1.2 : 2, fill: false, interactive: false }), true);
  var dots = offices(data.offices);
  add(words.offices, dots, true);
  var plans = sites(data.plans, '#fff'), marks = sites(data.sites, words.fresh);
  add(words.plans, plans, true);
  add(words.sites, marks, true);
  map.on('zoomend', function () {
    dots.eachLayer(function (dot) { dot.setStyle(officeStyle(dot.idle)); });
  });

  // ---- names: as many as have room at this zoom, none over another

  map.createPane('names').style.zIndex = 640;
  map.getPane('names').style.pointerEvents = 'none';
  var names = data.municipalities.map(function (zone) {
    var mark = document.createElement('span');
    mark.className = 'name';
    mark.textContent = zone.n;
    map.getPane('names').appendChild(mark);
    return { mark: mark, places: zone.l, people: zone.p, size: null };
  });
  names.forEach(function (name) { name.size = [name.mark.offsetWidth, name.mark.offsetHeight]; });

  function meets(box, other) {
    return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
  }

  function placeNames() {
    var radius = officeRadius();
    var taken = data.offices.map(function (office) {
      var at = map.latLngToLayerPoint([office.y, office.x]);
      return [at.x - radius, at.y - radius, at.x + radius, at.y + radius];
    });
    var offices = taken.length, half = SITE_SIZE / 2;
    data.sites.concat(data.plans).forEach(function (site) {
      var at = map.latLngToLayerPoint([site.y, site.x]);
      taken.push([at.x - half, at.y - half, at.x + half, at.y + half]);
    });
    var scale = map.getZoomScale(map.getZoom(), 0);
    function fits(box, from) {
      return !taken.slice(from).some(function (other) { return meets(box, other); });
    }
    function place(name) {
      for (var from = 0; from <= offices; from += offices || 1) {
        for (var i = 0; i < name.places.length; i += 3) {
          var at = map.latLngToLayerPoint([name.places[i + 1], name.places[i]]);
          var half = name.size[0] / 2, tall = name.size[1] / 2;
          var box = [at.x - half, at.y - tall, at.x + half, at.y + tall];
          if (name.places[i + 2] * scale >= name.size[0] + 4 && fits(box, from)) { return box; }
        }
      }
      return null;
    }
    names.forEach(function (name) {
      var box = place(name);
      name.mark.style.display = box ? '' : 'none';
      if (!box) { return; }
      L.DomUtil.setPosition(name.mark, L.point(box[0], box[1]).round());
      taken.push(box);
    });
  }
  map.on('zoomend viewreset', placeNames);
  placeNames();

  // ---- by keyboard: the place in the middle is told, as there is no pointer

  var told = document.getElementById('told');

  // Odd crossings of a ray: inside, holes and parts as they come.
  function holds(parts, at) {
    var inside = false;
    parts.forEach(function (part) {
      part.forEach(function (points) {
        for (var i = 0, j = points.length - 1; i < points.length; j = i++) {
          var a = points[i], b = points[j];
          if ((a.lat > at.lat) !== (b.lat > at.lat) &&
              at.lng < (b.lng - a.lng) * (at.lat - a.lat) / (b.lat - a.lat) + a.lng) { inside = !inside; }
        }
      });
    });
    return inside;
  }

  // Offices that are shown, new ones first; the ring in the middle holds what lies this near.
  var RING = 9;
  function shownPoints() {
    return (map.hasLayer(marks) ? data.sites : []).concat(map.hasLayer(plans) ? data.plans : [],
                                                          map.hasLayer(dots) ? data.offices : []);
  }

  function pointsInRing() {
    var middle = map.latLngToContainerPoint(map.getCenter());
    return shownPoints().filter(function (point) {
      return map.latLngToContainerPoint([point.y, point.x]).distanceTo(middle) <= RING;
    });
  }

  var visited = null;
  function visit(step) {
    var points = shownPoints(), at = points.indexOf(visited);
    if (!points.length) { return; }
    at = at < 0 ? (step > 0 ? 0 : points.length - 1) : (at + step + points.length) % points.length;
    visited = points[at];
    map.setView([visited.y, visited.x], map.getZoom(), { animate: false });
    tellMiddle();
  }
  box.addEventListener('keydown', function (event) {
    if (event.key.toLowerCase() !== 'n' || event.target !== box || event.ctrlKey || event.altKey || event.metaKey) { return; }
    event.preventDefault();
    visit(event.shiftKey ? -1 : 1);
  });

  function tellMiddle() {
    if (!box.matches(':focus-visible')) { return; }
    var middle = map.getCenter();
    var lines = pointsInRing().map(function (point) { return point.t; });
    map.eachLayer(function (layer) {
      if (layer.told && layer.getBounds().contains(middle) && holds(layer.getLatLngs(), middle)) {
        lines.push(layer.told);
      }
    });
    told.textContent = lines.map(function (place) {
      return place.map(function (line) { return line.join(': '); }).join(', ');
    }).join('. ');
  }
  map.on('moveend', tellMiddle);
  box.addEventListener('focus', tellMiddle);
  box.addEventListener('blur', function () { told.textContent = ''; });

  var control = L.control.layers(null, overlays, { collapsed: false }).addTo(map);
  document.getElementById('layers').appendChild(control.getContainer());
  box.setAttribute('data-ready', 'true');
}());
