'use strict';

// A demonstration: the users' passwords are their names.
function ask(section, options = {}) {
  const { user, tenant } = section.dataset;
  return fetch('api/projects', {
    ...options,
    headers: {
      'Authorization': 'Basic ' + btoa(user + ':' + user),
      'X-Tenant-Id': tenant,
      'Content-Type': 'application/json',
    },
  });
}

async function show(section) {
  const answer = await ask(section);
  const projects = answer.ok ? await answer.json() : [];
  section.querySelector('ul').replaceChildren(...projects.map(project => {
    const item = document.createElement('li');
    item.textContent = project.name;
    return item;
  }));
  section.querySelector('[role=status]').textContent =
    answer.ok ? projects.length + ' projects' : 'Refused with status ' + answer.status;
}

async function add(section, form) {
  const answer = await ask(section, { method: 'POST', body: JSON.stringify({ name: form.elements.name.value }) });
  if (answer.ok) {
    form.reset();
  }
  await Promise.all(sections.map(show));
}

const sections = [...document.querySelectorAll('section')];
for (const section of sections) {
  show(section);
  section.querySelector('form')?.addEventListener('submit', event => {
    event.preventDefault();
    add(section, event.target);
  });
}
