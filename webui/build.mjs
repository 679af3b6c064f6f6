// Bundles what the pages need from npm into static/vendor: hashed names, a manifest, the licences.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2]);

// The theme has tokens for component libraries that no page uses.
const usedTokens = {
  name: "used-tokens",
  setup(build) {
    build.onLoad({ filter: /voorbeeld-design-tokens[\\/]dist[\\/]theme\.css$/ }, (file) => ({
      loader: "css",
      contents: readFileSync(file.path, "utf8").replace(/^\s*--(ams|denhaag|lux|rhc|todo)-[^;]*;\n/gm, ""),
    }));
  },
};

function packagesOf(inputs) {
  const found = Object.keys(inputs).map((file) => file.match(/node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]);
  return [...new Set(found.filter(Boolean))].sort();
}

function notice(folder) {
  const about = JSON.parse(readFileSync(resolve(here, folder, "package.json")));
  const file = readdirSync(resolve(here, folder)).find((name) => /^licen[sc]e/i.test(name));
  const text = file ? readFileSync(resolve(here, folder, file), "utf8") : "(no licence file in the package)";
  return `== ${about.name} ${about.version}: ${about.license}\n\n${text.trim()}\n`;
}

rmSync(out, { recursive: true, force: true });
const result = await esbuild.build({
  absWorkingDir: here,
  entryPoints: { site: "src/site.js", theme: "src/theme.css" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  entryNames: "[name]-[hash]",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  plugins: [usedTokens],
});

const manifest = {};
for (const [path, output] of Object.entries(result.metafile.outputs)) {
  const name = path.split("/").pop();
  if (output.entryPoint) manifest[output.entryPoint.replace(/^src\//, "")] = name;
}
writeFileSync(resolve(out, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
writeFileSync(resolve(out, "THIRD-PARTY.txt"), packagesOf(result.metafile.inputs).map(notice).join("\n\n"));
