// Runs before the page is drawn: lets the style know that scripts work.
document.documentElement.classList.add("js");
