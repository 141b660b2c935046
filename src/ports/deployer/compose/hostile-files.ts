/** Compose files that ask for more than a release may have, and the key that is named. */
export const HOSTILE_FILES: readonly (readonly [key: string, service: string, top?: string])[] = [
  ['services.app.privileged', 'privileged: true'],
  ['services.app.volumes', 'volumes: ["/:/host"]'],
  ['services.app.volumes', 'volumes: ["./src:/app"]'],
  ['services.app.volumes', 'volumes: ["~/.ssh:/keys:ro"]'],
  ['services.app.volumes', 'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]'],
  ['services.app.volumes', 'volumes: [{ type: bind, source: /etc, target: /etc }]'],
  ['services.app.volumes', 'volumes: [{ type: npipe, source: x, target: /x }]'],
  ['services.app.network_mode', 'network_mode: host'],
  ['services.app.network_mode', 'network_mode: "container:codefoundry"'],
  ['services.app.pid', 'pid: host'],
  ['services.app.ipc', 'ipc: host'],
  ['services.app.userns_mode', 'userns_mode: host'],
  ['services.app.devices', 'devices: ["/dev/sda:/dev/sda"]'],
  ['services.app.cap_add', 'cap_add: [SYS_ADMIN]'],
  ['services.app.security_opt', 'security_opt: ["seccomp:unconfined"]'],
  ['services.app.security_opt', 'security_opt: ["apparmor=unconfined", "no-new-privileges:true"]'],
  ['services.app.cgroup_parent', 'cgroup_parent: /system.slice'],
  ['services.app.sysctls', 'sysctls: { kernel.msgmax: 1 }'],
  ['services.app.extra_hosts', 'extra_hosts: ["host.docker.internal:127.0.0.1"]'],
  ['services.app.container_name', 'container_name: codefoundry'],
  ['services.app.env_file', 'env_file: ../secret.env'],
  ['services.app.env_file', 'env_file: [/proc/self/environ]'],
  ['services.app.env_file', 'env_file: "${HOME}/x"'],
  ['services.app.env_file', 'env_file: leading-out.env'],
  ['services.app.extends.file', 'extends: { file: ../other.yaml, service: x }'],
  ['services.app.build.context', 'build: ..'],
  ['services.app.build.context', 'build: { context: leading-out }'],
  ['services.app.build.context', 'build: "https://example.com/repository.git"'],
  ['services.app.build.dockerfile', 'build: { context: ., dockerfile: ../Dockerfile }'],
  ['services.app.build.network', 'build: { context: ., network: host }'],
  ['services.app.build.extra_hosts', 'build: { context: ., extra_hosts: ["x:1.2.3.4"] }'],
  ['services.app.image', 'image: "codefoundry/other/staging/s-app:1"'],
  ['services.app.image', 'image: "docker.io/codefoundry/other/staging/s-app:1"'],
  ['services.app.secrets', 'secrets: [token]'],
  ['services.app.configs', 'configs: [it]'],
  ['secrets', '', 'secrets: { token: { file: /etc/shadow } }'],
  ['configs', '', 'configs: { it: { file: ../x } }'],
  ['include', '', 'include: [../other.yaml]'],
  [
    'volumes.all.driver_opts',
    'volumes: ["all:/host"]',
    volumeWith('{ type: none, o: bind, device: / }'),
  ],
  ['volumes.all.external', 'volumes: ["all:/host"]', 'volumes: { all: { external: true } }'],
  ['volumes.all.driver', 'volumes: ["all:/host"]', 'volumes: { all: { driver: sshfs } }'],
  ['networks.front.external', 'networks: [front]', 'networks: { front: { external: true } }'],
  ['networks.front.driver', 'networks: [front]', 'networks: { front: { driver: macvlan } }'],
];

function volumeWith(options: string): string {
  return `volumes: { all: { driver_opts: ${options} } }`;
}

/** The whole file: a service that would be built, and what is asked for. */
export function hostileFile(service: string, top = ''): string {
  const built = /^(?:build|image):/u.test(service) ? '' : '    build: .\n';
  return `services:\n  app:\n${built}    ${service}\n${top}\n`;
}
