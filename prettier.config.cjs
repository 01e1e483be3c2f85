// The plugin lies with prettier in the cache, not in the repository: look it up from there.
const { createRequire } = require("module");
const tools = createRequire(`${process.env.CSM_NODE || __dirname}/package.json`);

module.exports = {
    plugins: [tools.resolve("@prettier/plugin-xml")],
    printWidth: 100,
    tabWidth: 4,
    xmlQuoteAttributes: "double",
    xmlWhitespaceSensitivity: "preserve",
};
