using System.Text;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>
/// A form: a JSON schema (<c>forms/{id}.json</c>) that says what data a task or an instance takes.
/// Of JSON Schema 2020-12 it knows <c>type</c> (also a list of types), <c>enum</c>, <c>properties</c>, <c>required</c>, <c>additionalProperties</c> (true or false),
/// <c>items</c> (one schema), <c>minItems</c>, <c>maxItems</c>, <c>minLength</c>, <c>maxLength</c>, <c>pattern</c>, <c>minimum</c>, <c>maximum</c>, and
/// <c>format</c> with date-time (RFC 3339), date, email and uri; <c>default</c> is what a field begins with; <c>$id</c>, <c>$schema</c>, <c>title</c>, <c>description</c> and <c>examples</c>
/// tell people something. Of its own it has <c>x-title-zh</c>, <c>x-description-zh</c>, <c>x-enum-titles</c>, <c>x-confidentiality</c> (<c>secret</c>),
/// <c>x-search</c> (tasks are found by the field) and
/// <c>x-rules</c> at the top. Any other <c>x-</c> word is left alone; any other word of JSON Schema is a fault of the form, because it would not be checked.
/// </summary>
public sealed class TaskForm
{
    private readonly FormField _root;
    private readonly IReadOnlyList<FormRule> _rules;

    private TaskForm(string id, string text, FormField root, IReadOnlyList<FormRule> rules)
    {
        Id = id;
        Text = text;
        Hash = DocumentRelease.Sha256Of(Encoding.UTF8.GetBytes(text));
        _root = root;
        _rules = rules;
        SearchAttributes = [.. Tasks.SearchAttributes.Of(root)];
    }

    public string Id { get; }

    /// <summary>SHA-256 of the text, lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>The schema as its file states it.</summary>
    public string Text { get; }

    public LocalizedText Title => _root.Title;

    /// <summary>Does any field hold what only its owner may read?</summary>
    public bool HasSecrets => FormSecrets.Has(_root);

    /// <summary>The fields that tasks with this form are found by.</summary>
    public IReadOnlyList<SearchAttribute> SearchAttributes { get; }

    /// <exception cref="ConfigurationFault">The text is no form; the exception lists every fault.</exception>
    public static TaskForm Parse(string id, string json)
    {
        var (root, rules) = FormReader.Read(id, json);
        return new TaskForm(id, json, root, rules);
    }

    /// <summary>Every fault of the data, first those of the schema in its order, then those of the rules. None if the data is right.</summary>
    /// <param name="action">What the data was sent with; null for the input of an instance.</param>
    public IReadOnlyList<FieldError> Validate(object? data, string? action, Ambient ambient)
    {
        var check = new FormCheck();
        check.Value(_root, data, "");
        foreach (var rule in _rules)
        {
            rule.Check(data, action, ambient, check.Errors);
        }

        return check.Errors;
    }

    /// <summary>What whoever fills it in begins with: the prefilled data, and the defaults of the fields that it does not name.</summary>
    public object? Begin(object? prefilled) => FormDefaults.Fill(_root, prefilled);

    /// <summary>What data has in the fields that tasks are found by.</summary>
    public IEnumerable<SearchValue> SearchValues(object? data) => SearchAttributes.Select(attribute => Tasks.SearchAttributes.Read(attribute, data)).OfType<SearchValue>();

    /// <summary>Takes the secret fields out of valid data: what all may store, and the secrets in the same shape (null if there are none).</summary>
    public (object? Open, object? Secret) Split(object? data) => FormSecrets.Split(_root, data);
}
