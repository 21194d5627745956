// What inspectors do in the app, for tests and measurements.

export const password = "wheel-gauge-1676";

/** The measurements of a wheel within all limits. */
export const goodWheel = {
  treadDiameterNew: "915", lastShopIssueSize: "837", condemningDia: "825", wheelGauge: "1600", variationSameAxle: "0.5", variationSameBogie: "5",
  variationSameCoach: "13", wheelProfile: "29.4", intermediateWWP: "20 TO 28", bearingSeatDiameter: "130.05", rollerBearingOuterDia: "280 (+0.0/-0.035)",
  rollerBearingBoreDia: "130 (+0.0/-0.025)", rollerBearingWidth: "93 (+0/-0.250)", axleBoxHousingBoreDia: "280 (+0.030/+0.052)", wheelDiscWidth: "127 (+4/-0)",
};

/** What people do in a window of the app. */
export function hands(page, base) {
  page.setDefaultTimeout(20_000);
  const at = (path) => page.locator(`[name="${path}"]`);
  return {
    page,
    at,
    open: (path) => page.goto(base + path),
    press: (name) => page.getByRole("button", { name, exact: true }).click(),
    follow: (name) => page.getByRole("link", { name }).first().click(),
    shows: (text) => page.getByText(text).first().waitFor(),
    /** Waits for something of the server: it may come a moment after it was done. */
    async comes(text) {
      for (let tries = 0; tries < 30; ++tries) {
        const asked = page.waitForResponse((response) => response.url().includes("/api/sync?") || response.url().endsWith("/api/sync"));
        await page.reload();
        await asked;
        const came = await page.getByText(text).first().waitFor({ timeout: 1_000 }).then(() => true, () => false);
        if (came) return;
      }
      throw new Error(`${text} did not come`);
    },
    titled: (name) => page.getByRole("heading", { level: 1, name }).waitFor(),
    async logIn(number) {
      await page.locator("[name=phone_number]").fill(number);
      await page.locator("[name=password]").fill(password);
      await page.getByRole("button", { name: "Log in", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    },
    /** Fills in a field, and waits until it says that it is kept. */
    async fill(path, text) {
      await at(path).fill(text);
      await page.locator(`[data-kept="${path}"]`).waitFor();
    },
    /** Waits until the device has this many forms in its queue. */
    unsent: (count) => page.locator(`[data-unsent="${count}"]`).first().waitFor(),
    synchronised: () => page.locator('[data-sync="idle"][data-unsent="0"]').first().waitFor(),
    async beginWheel(number) {
      await page.goto(`${base}/new`);
      await page.getByRole("button", { name: "Wheel specification", exact: true }).click();
      await at("wheelNo").fill(number);
      await page.locator('[data-kept="wheelNo"]').waitFor();
    },
    async fillWheel(values = goodWheel) {
      for (const [name, text] of Object.entries(values)) await at(`fields.${name}`).fill(text);
      await page.locator('[data-safety="kept"]').waitFor();
    },
    async send() {
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    },
  };
}

/** Makes as many of the last form in the queue as to have `count` of them, without a network. The page has to be loaded anew. */
export function queueCopies(page, count) {
  return page.evaluate(async (most) => {
    const answer = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const database = await answer(indexedDB.open("kpa"));
    const transaction = database.transaction(["outbox", "people"], "readwrite");
    const [outbox, people] = [transaction.objectStore("outbox"), transaction.objectStore("people")];
    const entry = (await answer(outbox.getAll())).at(-1);
    const person = await answer(people.get(entry.person));
    for (let copy = 1; copy < most; ++copy) {
      const uuid = crypto.randomUUID(), sequence = person.sequence;
      person.sequence += entry.operations.length;
      const operations = entry.operations.map((operation, place) => ({ ...operation, uuid, sequence: sequence + place, ...(place ? { baseSequence: sequence } : {}) }));
      outbox.add({ ...entry, sequence, operations, draft: { ...entry.draft, uuid } });
    }
    people.put(person);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
  }, count);
}
