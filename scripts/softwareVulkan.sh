#!/usr/bin/env bash
# Fetches a Vulkan driver that computes on the processor (SwiftShader) into a folder, for the tests in test/devices.
# It comes out of Debian's package chromium-common (32 MB download, 6 MB kept); nothing is installed.
# Prints the exports that make ONNX Runtime find it: eval "$(scripts/softwareVulkan.sh FOLDER)"
set -euo pipefail
folder=${1:?usage: scripts/softwareVulkan.sh FOLDER}
mkdir -p "$folder" && cd "$folder"
if [ ! -f vk_swiftshader_icd.json ]; then
  apt-get download chromium-common >&2
  dpkg-deb --fsys-tarfile chromium-common_*.deb |
    tar -x --strip-components=4 ./usr/lib/chromium/{libvk_swiftshader.so,libvulkan.so.1,vk_swiftshader_icd.json}
  rm chromium-common_*.deb
fi
echo "export VK_ICD_FILENAMES='$PWD/vk_swiftshader_icd.json' LD_LIBRARY_PATH='$PWD' XDG_RUNTIME_DIR='$PWD'"
