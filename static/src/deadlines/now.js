import { onWillUnmount, reactive, useState } from "@odoo/owl";

const EVERY = 30_000;

const now = reactive({ value: luxon.DateTime.now() });
let watchers = 0;
let timer;

function tick() {
    now.value = luxon.DateTime.now();
}

/**
 * The present moment, renewed every half minute for as long as a component on screen uses it; one
 * timer serves them all.
 *
 * @returns {{ value: luxon.DateTime }}
 */
export function useNow() {
    if (!watchers++) {
        tick();
        timer = setInterval(tick, EVERY);
    }
    onWillUnmount(() => {
        if (!--watchers) {
            clearInterval(timer);
        }
    });
    return useState(now);
}
