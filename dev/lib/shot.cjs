// Log in to a running server and take a picture of a page; see dev/shot for the options.
const { createRequire } = require("module");
const fs = require("fs");
const os = require("os");
const path = require("path");

const { chromium } = createRequire(`${process.env.CSM_NODE}/package.json`)("playwright-core");

const DEFAULTS = { url: "http://127.0.0.1:8069", login: "admin", width: "1400", height: "900" };
const STEPS = ["click", "wait", "fill", "press", "text", "pause", "shot"];

function readArguments(words) {
    const options = { ...DEFAULTS, steps: [], places: [] };
    while (words.length) {
        const word = words.shift();
        if (!word.startsWith("--")) {
            options.places.push(word);
            continue;
        }
        const name = word.slice(2);
        if (name === "full" || name === "dark") {
            options[name] = true;
        } else if (STEPS.includes(name)) {
            options.steps.push([name, words.shift()]);
        } else {
            options[name] = words.shift();
        }
    }
    options.password = options.password || options.login;
    return options;
}

async function call(page, route, params) {
    const answer = await page.request.post(route, { data: { jsonrpc: "2.0", params } });
    const { result, error } = await answer.json();
    if (error) {
        throw new Error(`${route}: ${error.data?.message || error.message}`);
    }
    return result;
}

// Log in as the form does, but without drawing it.
async function openSession(page, options) {
    const form = await (
        await page.request.get(`/web/login${options.db ? `?db=${options.db}` : ""}`)
    ).text();
    const [, token] =
        form.match(/csrf_token[^>]*?value="([^"]+)"/) || form.match(/csrf_token: "([^"]+)"/);
    const answer = await page.request.post("/web/login", {
        form: { csrf_token: token, login: options.login, password: options.password },
        maxRedirects: 0,
    });
    if (answer.status() !== 303) {
        throw new Error(`${options.login} may not log in at ${options.url}`);
    }
}

// A session keeps the language that the user had when it was opened.
async function logIn(page, options) {
    await openSession(page, options);
    if (options.lang) {
        const { uid } = await call(page, "/web/session/get_session_info", {});
        await call(page, "/web/dataset/call_kw/res.users/write", {
            model: "res.users",
            method: "write",
            args: [[uid], { lang: options.lang }],
            kwargs: {},
        });
        await page.context().clearCookies();
        await openSession(page, options);
    }
}

// Long polling never lets the network rest, so ask the page itself.
async function settle(page) {
    await page.waitForLoadState("load");
    await page.waitForFunction(
        () =>
            document.fonts.status === "loaded" &&
            !document.querySelector(".o_blockUI, .o_loading_indicator, body.o_web_client:empty"),
    );
    await page.waitForTimeout(400);
}

async function takeStep(page, name, value, options) {
    const steps = {
        click: () => page.click(value, { timeout: 10000 }),
        wait: () => page.waitForSelector(value, { timeout: 20000 }),
        fill: () => {
            const [selector, ...text] = value.split("=>");
            return page.fill(selector.trim(), text.join("=>").trim());
        },
        press: () => page.keyboard.press(value),
        pause: () => page.waitForTimeout(Number(value)),
        text: async () => console.log((await page.innerText(value)).trim()),
        shot: () => page.screenshot({ path: path.resolve(value), fullPage: Boolean(options.full) }),
    };
    await steps[name]();
    await settle(page);
}

function launch(profile, options) {
    return chromium.launchPersistentContext(profile, {
        executablePath: process.env.CSM_CHROMIUM,
        headless: true,
        baseURL: options.url,
        viewport: { width: Number(options.width), height: Number(options.height) },
        colorScheme: options.dark ? "dark" : "light",
        isMobile: Number(options.width) < 600,
        hasTouch: Number(options.width) < 600,
        args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    });
}

async function main() {
    const options = readArguments(process.argv.slice(2));
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), "csm-shot-"));
    const browser = await launch(profile, options);
    const page = browser.pages()[0] || (await browser.newPage());
    page.on(
        "console",
        (line) => line.type() === "error" && console.error(`console: ${line.text()}`),
    );
    page.on("pageerror", (error) => console.error(`page: ${error.message}`));
    try {
        await logIn(page, options);
        const [place, picture] = options.places;
        // The first visit after an update waits for the bundles.
        await page.goto(place, { timeout: 180000 });
        await settle(page);
        await page.waitForSelector(".o_action, .o-mail-Discuss, main, #wrapwrap, form", {
            timeout: 30000,
        });
        await settle(page);
        for (const [name, value] of options.steps) {
            await takeStep(page, name, value, options);
        }
        if (picture) {
            await takeStep(page, "shot", picture, options);
            console.log(picture);
        }
    } finally {
        await browser.close();
        fs.rmSync(profile, { recursive: true, force: true });
    }
}

main().catch((error) => {
    console.error(error.message);
    process.exit(1);
});
