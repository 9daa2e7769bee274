// form-js puts the keyboard on whatever is selected, and takes the rest of the pressed Enter for a press on that. So what
// a button does waits until the key is through, and then the keyboard goes where the person expects it.
export function press(button, run, place) {
  button.addEventListener("click", () =>
    setTimeout(() => {
      run();
      setTimeout(() => place()?.focus());
    }),
  );
}
