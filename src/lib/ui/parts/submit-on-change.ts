/**
 * Attachment of a select whose choice leads elsewhere: it submits its form. Who chose before the scripts of the page ran
 * is led there when they run; `autocomplete="off"` keeps browsers from choosing by themselves when one comes back.
 */
export function submitOnChange(select: HTMLSelectElement): () => void {
	const submit = () => select.form?.requestSubmit();
	select.addEventListener('change', submit);
	if (select.selectedOptions[0]?.defaultSelected === false) submit();
	return () => select.removeEventListener('change', submit);
}
