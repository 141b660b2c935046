#!/bin/sh
# Runs before each deploy, in a clean checkout. A failure stops the deploy.
set -eu
cd "$(dirname "$0")/.."

npm ci
npm test
