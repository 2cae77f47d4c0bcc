"""Reports in a real browser: report_open.py FOLDER PICTURES.

FOLDER holds sv.html, en.html, hostile.html, whole.html with its map, sv.pdf and the memos. Prints one line per check
and fails when one does not hold."""

import base64
import json
import os
import re
import subprocess
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

failures = 0


def check(holds, what):
    global failures
    failures += not holds
    print(("ok      " if holds else "FAILED  ") + what)


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--window-size=1200,900", "--hide-scrollbars"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def requests(driver):
    """Addresses asked for since the last call, but for the page itself."""
    found = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith(("file://", "data:")) or url.endswith((".png", ".map")):
                found.append(url)
    return found


def column(driver, table, heading):
    """Place of a column among the headings of a table, and its heading."""
    cells = table.find_elements(By.CSS_SELECTOR, "thead th")
    names = [cell.text for cell in cells]
    place = names.index(heading)
    return place, cells[place].find_element(By.TAG_NAME, "button")


def show(driver, element):
    driver.execute_script(
        "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)


def values(driver, table, place):
    return driver.execute_script(
        "return Array.from(arguments[0].tBodies[0].rows).map(r => "
        "r.cells[arguments[1]].getAttribute('data-v'))", table, place)


def check_page(driver, folder, pictures, lang, words):
    driver.get("file://%s/%s.html" % (folder, lang))
    check(driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == lang,
          "%s: the page tells its language" % lang)
    check(words["title"] == driver.title.replace("\u00a0", " "), "%s: title" % lang)
    box = driver.find_element(By.ID, "map")
    check(box.get_attribute("data-ready") == "true", "%s: the map is drawn" % lang)
    check(len(driver.find_elements(By.CSS_SELECTOR, "#map path.leaflet-interactive")) >= 12 + 60 + 33,
          "%s: 12 municipalities, 60 white spots and 33 offices can be pointed at" % lang)
    check_names(driver, lang)
    check_hover(driver, lang, words)
    check_layers(driver, lang, words)
    check_sort(driver, lang, words)
    check_filter(driver, lang)
    check_keys(driver, lang, words)
    check_map_keys(driver, lang, words)
    severe = [e["message"] for e in driver.get_log("browser") if e["level"] == "SEVERE"]
    check(not severe, "%s: no error in the console %s" % (lang, severe[:2]))
    asked = requests(driver)
    check(not asked, "%s: nothing is fetched %s" % (lang, asked[:2]))
    driver.set_window_size(1200, 4300)
    driver.save_screenshot(os.path.join(pictures, "report-%s.png" % lang))
    driver.set_window_size(1200, 900)


def check_hover(driver, lang, words):
    zones = driver.find_elements(By.CSS_SELECTOR, "#map .leaflet-over-0-pane path.leaflet-interactive")
    check(len(zones) == 12, "%s: one shape per municipality" % lang)
    show(driver, driver.find_element(By.ID, "map"))
    tips = []
    for zone in zones:  # an office or a white spot may lie on the middle of one
        ActionChains(driver).move_to_element(zone).perform()
        tips += [tip.text for tip in driver.find_elements(By.CLASS_NAME, "leaflet-tooltip")]
    check(any(words["zone"] in tip and words["people"] in tip for tip in tips),
          "%s: pointing at a municipality tells its name and people: %s" % (lang, tips[:1]))


def check_names(driver, lang):
    """Names of municipalities stand on the map, none over another, nor under the legend."""
    boxes = [name.rect for name in driver.find_elements(By.CSS_SELECTOR, "#map .name")
             if name.is_displayed()]
    meet = [1 for i, a in enumerate(boxes) for b in boxes[:i]
            if a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
            and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]]
    check(len(boxes) >= 10 and not meet, "%s: %d names on the map, %d meet" %
          (lang, len(boxes), len(meet)))
    check(not driver.find_elements(By.CSS_SELECTOR, "#map .leaflet-control-layers"),
          "%s: the list of layers stands beside the map" % lang)


def check_layers(driver, lang, words):
    boxes = driver.find_elements(By.CSS_SELECTOR, ".leaflet-control-layers-overlays label")
    names = [box.text.strip() for box in boxes]
    check(words["spots"] in names, "%s: white spots are a layer of the map %s" % (lang, names))
    before = len(driver.find_elements(By.CSS_SELECTOR, "#map path"))
    show(driver, boxes[names.index(words["spots"])])
    boxes[names.index(words["spots"])].click()
    after = len(driver.find_elements(By.CSS_SELECTOR, "#map path"))
    check(before - after == 60, "%s: they can be switched off (%d, %d)" % (lang, before, after))
    boxes[names.index(words["spots"])].click()


def check_sort(driver, lang, words):
    table = driver.find_element(By.CSS_SELECTOR, "#zones table.sort")
    place, button = column(driver, table, words["people_column"])
    show(driver, button)
    button.click()
    up = [float(v) for v in values(driver, table, place)]
    button.click()
    down = [float(v) for v in values(driver, table, place)]
    check(len(up) == 12 and up == sorted(up), "%s: a heading sorts upwards" % lang)
    check(down == sorted(up, reverse=True) and down != up, "%s: and downwards" % lang)
    heading = table.find_elements(By.CSS_SELECTOR, "thead th")[place]
    check(heading.get_attribute("aria-sort") == "descending", "%s: and says so" % lang)


def focus_by_tab(driver, wanted):
    """Steps with Tab until `wanted` has the focus; false when it never gets it."""
    for _ in range(200):
        if driver.switch_to.active_element == wanted:
            return True
        ActionChains(driver).send_keys(Keys.TAB).perform()
    return False


def check_keys(driver, lang, words):
    """A table is sorted without a pointer: Tab to a heading, Enter, Space."""
    table = driver.find_element(By.CSS_SELECTOR, "#zones table.sort")
    place, button = column(driver, table, words["people_column"])
    driver.execute_script("arguments[0].focus()", table.find_element(By.XPATH, ".."))
    check(focus_by_tab(driver, button), "%s: Tab comes to the heading of a column" % lang)
    outline = driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", button)
    check(outline == "solid", "%s: and shows where it is (%s)" % (lang, outline))
    ActionChains(driver).send_keys(Keys.ENTER).perform()
    up = [float(v) for v in values(driver, table, place)]
    ActionChains(driver).send_keys(Keys.SPACE).perform()
    down = [float(v) for v in values(driver, table, place)]
    check(up == sorted(up) and down == sorted(up, reverse=True) and up != down,
          "%s: Enter and Space sort by it" % lang)


def check_map_keys(driver, lang, words):
    """The map is reached, moved and zoomed by keys; the place in its middle is told."""
    box = driver.find_element(By.ID, "map")
    driver.execute_script("document.querySelector('nav a').focus()")
    check(focus_by_tab(driver, box), "%s: Tab comes to the map" % lang)
    status = driver.find_element(By.ID, "told")
    first = status.text
    check(words["zone"] + ": " in first and words["people"] + ": " in first,
          "%s: the middle is told: %s" % (lang, first[:40]))
    seen = {first}
    for key in (Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_UP, Keys.ARROW_UP):
        before = zone_at(driver)
        ActionChains(driver).send_keys(key).perform()
        settle(driver)
        check(zone_at(driver) != before, "%s: an arrow moves the map" % lang)
        seen.add(status.text)
    check(len(seen) >= 2, "%s: and another place is told (%d)" % (lang, len(seen)))
    whole = metres_per_dot(driver)
    ActionChains(driver).send_keys(Keys.ADD).perform()
    settle(driver)
    near = metres_per_dot(driver)
    check(abs(near / whole - 0.5) < 0.02, "%s: + zooms (%.0f to %.0f m)" % (lang, whole, near))
    ActionChains(driver).send_keys(Keys.SUBTRACT).perform()
    settle(driver)
    check(abs(metres_per_dot(driver) / whole - 1) < 0.02, "%s: - zooms out again" % lang)
    ActionChains(driver).send_keys(Keys.TAB).perform()
    check(not status.text, "%s: nothing is told when the map is left" % lang)


def metres_per_dot(driver):
    line = driver.find_element(By.CLASS_NAME, "leaflet-control-scale-line")
    number, unit = line.text.split()
    width = driver.execute_script("return parseFloat(arguments[0].style.width)", line)
    return float(number) * {"m": 1, "km": 1000}[unit] / width


def zone_at(driver):
    place = driver.find_element(By.CSS_SELECTOR, "#map path.leaflet-interactive").rect
    return place["x"], place["y"]


def settle(driver):
    """Waits until the map stands still: the same place in six frames."""
    driver.execute_async_script("""
        const done = arguments[arguments.length - 1];
        const path = document.querySelector('#map path.leaflet-interactive');
        let last = '', same = 0;
        requestAnimationFrame(function look() {
            const box = path.getBoundingClientRect();
            const now = [box.x, box.y, box.width].join();
            same = now === last ? same + 1 : 0;
            last = now;
            if (same >= 6) { done(); } else { requestAnimationFrame(look); }
        });""")


def check_filter(driver, lang):
    """Words typed above a long table leave the rows that hold them."""
    field = driver.find_element(By.CSS_SELECTOR, "#spots .filter input")
    rows = driver.find_elements(By.CSS_SELECTOR, "#spots tbody tr")
    wanted = [row.text for row in rows if "Lövberga" in row.text]
    show(driver, field)
    field.send_keys("lövberga")
    left = [row.text for row in rows if row.is_displayed()]
    check(len(rows) == 60 and 0 < len(left) < 60 and left == wanted,
          "%s: a search leaves %d of %d white spots" % (lang, len(left), len(rows)))
    field.clear()
    field.send_keys("x\b")
    check(all(row.is_displayed() for row in rows), "%s: an empty search shows all again" % lang)


def check_print(driver, pictures):
    pdf = base64.b64decode(driver.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})["data"])
    path = os.path.join(pictures, "report-print.pdf")
    with open(path, "wb") as out:
        out.write(pdf)
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    pages = int([line.split()[1] for line in told.splitlines() if line.startswith("Pages")][0])
    check("(A4)" in told and pages > 1, "prints on A4, %d pages" % pages)
    paper = driver.find_elements(By.CSS_SELECTOR, "img.paper")
    check(len(paper) == 1 and paper[0].get_attribute("src").startswith("data:image/svg+xml") and
          driver.execute_script("return arguments[0].naturalWidth", paper[0]) > 500,
          "the printed map is a drawing inside the page")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    check(paper[0].is_displayed() and not driver.find_element(By.ID, "map").is_displayed(),
          "it stands in for the map that can be moved")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    subprocess.run(["pdftoppm", "-png", "-r", "60", path, path[:-4]], check=True)


COUNT_COLOURS = """
const done = arguments[arguments.length - 1], image = new Image();
image.onload = () => {
    const sheet = document.createElement('canvas');
    sheet.width = image.width;
    sheet.height = image.height;
    const pen = sheet.getContext('2d');
    pen.drawImage(image, 0, 0);
    const dots = pen.getImageData(0, 0, image.width, image.height).data, counts = {};
    for (let i = 0; i < dots.length; i += 4) {
        const key = dots[i] + ',' + dots[i + 1] + ',' + dots[i + 2];
        counts[key] = (counts[key] || 0) + 1;
    }
    done(counts);
};
image.src = 'data:image/png;base64,' + arguments[0];
"""


def check_colours(driver, what, picture, classes):
    """White spots leave each class its colour of the legend: no veil lightens it."""
    counts = driver.execute_async_script(COUNT_COLOURS, base64.b64encode(picture).decode())
    total = sum(counts.values())
    for colour in classes:
        own = counts.get(",".join(map(str, colour)), 0)
        veiled = sum(counts.get("%d,%d,%d" % tuple((c + 255 + up) // 2 for c in colour), 0)
                     for up in (0, 1))
        check(own > 0.01 * total and veiled < 0.05 * own,
              "%s: class %s on %.1f %% of it, %.1f %% lightened" %
              (what, colour, 100 * own / total, 100 * veiled / total))
    dots = [(tuple(map(int, key.split(","))), count) for key, count in counts.items()]
    red = sum(count for (r, g, b), count in dots if r >= 150 and g <= 110 and b <= 130)
    check(red > 0.01 * total, "%s: red lines on %.1f %% of it" % (what, 100 * red / total))


def check_whole(driver, folder, pictures):
    """Where people are told by municipality, a white spot covers one."""
    driver.get("file://%s/whole.html" % folder)
    box = driver.find_element(By.ID, "map")
    show(driver, box)
    painted = driver.execute_script("""
        const words = JSON.parse(document.getElementById('words').textContent);
        const data = JSON.parse(document.getElementById('shapes').textContent);
        return [...new Set(data.municipalities.map(z => words.colours[z.c + 1]))]""")
    classes = [tuple(bytes.fromhex(colour[1:])) for colour in painted]
    check(len(classes) >= 4, "whole: %d classes on the map" % len(classes))
    check_colours(driver, "whole, map", box.screenshot_as_png, classes)
    box.screenshot(os.path.join(pictures, "report-whole.png"))
    with open(os.path.join(folder, "whole.png"), "rb") as sheet:
        check_colours(driver, "whole, sheet", sheet.read(), classes)


def check_hostile(driver, folder):
    driver.get("file://%s/hostile.html" % folder)
    name = "<script>document.title='taken'</script><img src=x onerror='1'>".replace("'1'", "\\'1\\'")
    body = driver.find_element(By.TAG_NAME, "body")
    driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    check("taken" not in driver.title, "a script in a name does not run")
    check(not driver.find_elements(By.CSS_SELECTOR, "img:not(.paper)"), "markup in a name makes no element")
    check("<script>document.title=" in body.text, "it is shown as it was written: %s" % name[:30])
    severe = [e["message"] for e in driver.get_log("browser") if e["level"] == "SEVERE"]
    check(not severe, "hostile names: no error in the console %s" % severe[:2])


def check_map(folder, pictures):
    path = os.path.join(folder, "sv.pdf")
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    for word in ("Vem når en leverantör inom 30", "tjänst KROM", "Granöhamn", "Vit fläck",
                 "Östansele"):
        check(word in told, "map: '%s' stands on the sheet" % word)
    subprocess.run(["pdftoppm", "-png", "-r", "80", "-singlefile", path,
                    os.path.join(pictures, "map-sv")], check=True)


PARTS = {
    "sv": ["1. Ärende", "2. Förslag till beslut, nollalternativ", "3. Behov", "4. Utbud",
           "5. Tillgänglighet", "6. Konstaterande", "7. Alternativ", "8. Ekonomi",
           "9. Anbudsområden", "10. Rättslig bedömning", "11. Risker", "12. Uppföljning",
           "13. Underlag och avstämning"],
    "en": ["1. Matter", "2. Proposal and baseline", "3. Need", "4. Supply", "5. Access",
           "6. Finding", "7. Alternatives", "8. Money", "9. Tender lots",
           "10. Legal assessment", "11. Risks", "12. Follow-up",
           "13. Sources and reconciliation"]}


def check_memo(folder, pictures, lang, title):
    """One memo for each of the five thin municipalities, thirteen parts in order."""
    path = os.path.join(folder, "memo-%s.pdf" % lang)
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True,
                          check=True).stdout
    lines = [line.strip() for line in told.splitlines()]
    heads = [line for line in lines if line in PARTS[lang]]
    named = [line for line in lines if line.startswith(title + ": ")]
    feet = [line for line in named if re.search(r"  \d+$", line)]
    areas = [line for line in named if line not in feet]
    check(len(areas) == 5, "memo %s: %s" % (lang, areas))
    check(heads == PARTS[lang] * 5, "memo %s: thirteen parts in order, five times" % lang)
    pages = told.count("\f")
    check(len(feet) == pages and all(foot.split("  ")[0] in areas for foot in feet),
          "memo %s: its area at the foot of each sheet: %s" % (lang, feet))
    check(2 * 5 <= pages <= 4 * 5, "memo %s: two to four sheets each (%d)" % (lang, pages))
    subprocess.run(["pdftoppm", "-png", "-r", "60", path,
                    os.path.join(pictures, "memo-%s" % lang)], check=True)
    return told


def main():
    folder, pictures = sys.argv[1:]
    driver = browser()
    try:
        check_page(driver, folder, pictures, "sv", {
            "title": "Vem når en leverantör inom 30 km? län 29 · tjänst KROM · per 2020-04-01 "
                     "· Folkmängd", "zone": "Namn", "people": "Personer",
            "spots": "Vita fläckar", "people_column": "Personer"})
        check_page(driver, folder, pictures, "en", {
            "title": "Who can reach a provider within 30 km? county 29 · scheme KROM · as of "
                     "2020-04-01 · Folkmängd", "zone": "Name", "people": "People",
            "spots": "White spots", "people_column": "People"})
        check_print(driver, pictures)
        check_whole(driver, folder, pictures)
        check_hostile(driver, folder)
    finally:
        driver.quit()
    check_map(folder, pictures)
    told = check_memo(folder, pictures, "sv", "Beslutsunderlag")
    check("går armkrok med en leverantör" in told, "memo sv: notes of the place")
    check("självkostnadsprincipen" in told, "memo sv: competition neutrality")
    check_memo(folder, pictures, "en", "Decision memo")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
