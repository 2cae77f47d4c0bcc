"""Maps of reports in a real browser: report_map.py FOLDER PICTURES.

FOLDER holds what report-map.sh made. Prints one line per check and fails when one does not
hold."""

import base64
import os
import re
import subprocess
import sys
import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import report_open
from report_open import browser, check, focus_by_tab, requests, settle, show

WORDS = {
    "sv": {"new": "Nytt kontor, efter rang", "layer": "Nya kontor", "people": "Vunna personer",
           "today": "nya kontor är förslag och räknas inte in", "office": "Kontor",
           "idle": "Kontor som inte tar emot: stängt för nya eller för långt från väg",
           "snapped": "På vägnätet: nej", "certain": "Säkert: 95,8", "provider": "Leverantör"},
    "en": {"new": "New office, by rank", "layer": "New offices", "people": "People gained",
           "today": "new offices are proposals and not counted", "office": "Office",
           "idle": "Office that takes nobody new: closed to new, or too far from a road",
           "snapped": "On the road network: no", "certain": "Certain: 95.8",
           "provider": "Provider"}}


def text_of(path):
    return " ".join(subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True,
                                   check=True).stdout.split())


def check_quiet(driver, what):
    severe = [e["message"] for e in driver.get_log("browser") if e["level"] == "SEVERE"]
    check(not severe, "%s: no error in the console %s" % (what, severe[:2]))
    asked = requests(driver)
    check(not asked, "%s: nothing is fetched %s" % (what, asked[:2]))


def check_sites(driver, folder, pictures, lang):
    """New offices have a sign with their rank, a legend and a tip, on page and sheet."""
    words, what = WORDS[lang], "new offices, " + lang
    driver.get("file://%s/site-%s.html" % (folder, lang))
    box = driver.find_element(By.ID, "map")
    show(driver, box)
    marks = driver.find_elements(By.CSS_SELECTOR, "#map .site")
    check(sorted(mark.text for mark in marks) == ["1", "2"], what + ": two, by rank")
    legend = driver.find_element(By.CLASS_NAME, "legend").text
    check(words["new"] in legend and words["idle"] in legend, what + ": both in the legend")
    check(words["layer"] in driver.find_element(By.ID, "layers").text, what + ": a layer")
    check(words["today"] in driver.find_element(By.ID, "map-part").text,
          what + ": colours are of today")
    ActionChains(driver).move_to_element(marks[0]).perform()
    tips = [tip.text for tip in driver.find_elements(By.CLASS_NAME, "leaflet-tooltip")]
    check(len(tips) == 1 and words["people"] in tips[0] and "Fjällbäck" in " ".join(
        mark.get_attribute("textContent") for mark in [driver.find_element(By.ID, "tables")]),
        what + ": pointing at one tells its people: %s" % tips)
    box.screenshot(os.path.join(pictures, "report-site-%s.png" % lang))
    sheet = text_of("%s/site-%s.pdf" % (folder, lang))
    for word in ("new", "today", "certain"):
        check(words[word] in sheet, "%s: the sheet says '%s'" % (what, words[word]))
    check(words["idle"] in sheet, what + ": and who takes nobody new")
    check_quiet(driver, what)


def check_idle(driver, lang):
    """Who takes nobody new is hollow and grey: K34, K06, K27."""
    words = WORDS[lang]
    painted = driver.execute_script("""
        const idle = JSON.parse(document.getElementById('words').textContent).idle;
        return Array.from(document.querySelectorAll('#map path')).filter(
            p => p.getAttribute('stroke') === idle && p.getAttribute('fill') === '#fff').length""")
    check(painted == 3, "%s: %d offices are hollow and grey" % (lang, painted))
    tips = driver.execute_script("""
        const data = JSON.parse(document.getElementById('shapes').textContent);
        return data.offices.filter(o => o.i).map(o => o.t.map(l => l.join(': ')).join(', '))""")
    far = [tip for tip in tips if words["snapped"] in tip]
    check(len(tips) == 3 and len(far) == 1 and "K34" in far[0],
          "%s: the one too far from a road says so: %s" % (lang, far))


def check_office_keys(driver, lang):
    """N goes from office to office, the new ones first; what is in the ring is told."""
    words = WORDS[lang]
    box, status = driver.find_element(By.ID, "map"), driver.find_element(By.ID, "told")
    driver.execute_script("document.querySelector('nav a').focus()")
    check(focus_by_tab(driver, box), "%s: Tab comes to the map" % lang)
    seen = []
    for _ in range(4):
        ActionChains(driver).send_keys("n").perform()
        settle(driver)
        seen.append(status.text)
    check(len(set(seen)) == 4 and "5770006734000" in seen[0] and "5710006688000" in seen[1],
          "%s: N tells the new offices first: %s" % (lang, seen[0][:60]))
    check("%s: K01" % words["office"] in seen[2] and "%s: Norrjobb AB" % words["provider"] in seen[2],
          "%s: then the others: %s" % (lang, seen[2][:60]))
    ActionChains(driver).key_down(Keys.SHIFT).send_keys("n").key_up(Keys.SHIFT).perform()
    settle(driver)
    check(status.text == seen[2], "%s: Shift+N goes back" % lang)
    for _ in range(40):
        ActionChains(driver).send_keys("n").perform()
    settle(driver)
    check(status.text != "", "%s: and it goes round" % lang)


# Between the margins of page.css, in pixels: upright, and across for what is wide.
PAPER = {"upright": int((210 - 28) / 25.4 * 96), "across": int((297 - 24) / 25.4 * 96)}


def check_wide(driver, folder, pictures):
    """No table is wider than the paper it is printed on, unfolded ones neither."""
    driver.get("file://%s/claims.html" % folder)
    driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    for way, width in PAPER.items():
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
        tables = driver.execute_script("""
            return Array.from(document.querySelectorAll('table')).map(
                t => [!!t.closest('.wide') === arguments[0],
                      t.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
                      (t.closest('details') || t.closest('section')).textContent.slice(0, 30)])
            """, way == "across")
        own = [name for is_own, _, name in tables if is_own]
        cut = [name for is_own, is_cut, name in tables if is_own and is_cut]
        check(len(own) >= 3 and not cut, "%s: %d printed tables fit on A4 %s" %
              (way, len(own), cut))
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    pdf = base64.b64decode(driver.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})["data"])
    path = os.path.join(pictures, "report-claims.pdf")
    with open(path, "wb") as out:
        out.write(pdf)
    sizes = subprocess.run(["pdfinfo", "-l", "99", path], capture_output=True, text=True,
                           check=True).stdout
    across = len(re.findall(r"size: +841.92 x 594.96", sizes))
    check(0 < across < sizes.count(" size: "), "%d pages lie across" % across)


def check_many(driver, folder, pictures):
    """290 municipalities, 5,000 white spots: opens, draws, answers."""
    start = time.monotonic()
    driver.get("file://%s/many.html" % folder)
    box = driver.find_element(By.ID, "map")
    show(driver, box)
    check(box.get_attribute("data-ready") == "true", "many: the map is drawn")
    count = driver.execute_script("""
        const data = JSON.parse(document.getElementById('shapes').textContent);
        return [data.municipalities.length, data.spots.length,
                document.querySelectorAll('#map path').length]""")
    check(count[:2] == [290, 5000] and count[2] >= 5290, "many: %d zones, %d spots, %d shapes" %
          tuple(count))
    took = time.monotonic() - start
    check(took < 30, "many: opened in %.1f s" % took)
    box.screenshot(os.path.join(pictures, "report-many.png"))
    check_quiet(driver, "many")
    sheet = text_of(folder + "/many.pdf")
    check("straight line × 1.3" in sheet, "many: the sheet says that it has no roads")


def main():
    folder, pictures = sys.argv[1:]
    driver = browser()
    try:
        for lang in ("sv", "en"):
            check_sites(driver, folder, pictures, lang)
            check_idle(driver, lang)
            check_office_keys(driver, lang)
        check_wide(driver, folder, pictures)
        check_many(driver, folder, pictures)
    finally:
        driver.quit()
    sys.exit(report_open.failures > 0)


main()
