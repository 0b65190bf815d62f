using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Runtime;

/// <summary>A start's input against the definition: declared names, declared types, and the schema that <c>customProperties.inputSchema</c> names. All faults at once.</summary>
internal static class InputRules
{
    public static IReadOnlyList<FieldError> Check(WorkflowDefinition definition, IReadOnlyDictionary<string, object?> input, CompanyRules rules, Ambient ambient)
    {
        var faults = new List<FieldError>();
        foreach (var name in input.Keys.Where(name => !definition.Inputs.Any(i => string.Equals(i.Name, name, StringComparison.OrdinalIgnoreCase))))
        {
            faults.Add(new FieldError($"/input/{name}", "unknown-input", $"'{name}' is not an input of '{definition.DefinitionId}'. Its inputs: {string.Join(", ", definition.Inputs.Select(i => i.Name))}."));
        }

        faults.AddRange(CheckPeople(input, rules.Directory));
        if (ActivityReader.Text(definition.CustomProperties, "inputSchema") is { } formId && rules.Form(formId) is { } form)
        {
            var known = input.Where(p => definition.Inputs.Any(i => i.Name == p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
            faults.AddRange(form.Validate(known, action: null, ambient).Select(f => f with { Pointer = "/input" + f.Pointer }));
            return faults;
        }

        foreach (var declared in definition.Inputs.Where(i => input.GetValueOrDefault(i.Name) is not null))
        {
            if (!Fits(input[declared.Name]!, TypeAliases.Find(declared.Type)))
            {
                faults.Add(new FieldError($"/input/{declared.Name}", "wrong-type", $"'{declared.Name}' must be {declared.Type}; {ValueJson.Format(input[declared.Name])} is not."));
            }
        }

        return faults;
    }

    // A deal of nobody, or of a team that its owner is not in, could not be worked on.
    private static IEnumerable<FieldError> CheckPeople(IReadOnlyDictionary<string, object?> input, Directory directory)
    {
        var (owner, team, manager) = (input.GetValueOrDefault("owner") as string, input.GetValueOrDefault("team") as string, input.GetValueOrDefault("manager") as string);
        foreach (var (name, person) in new[] { ("owner", owner), ("manager", manager) })
        {
            if (person is not null && directory.Find(person) is null)
            {
                yield return new FieldError($"/input/{name}", "unknown-person", $"There is no person '{person}' in the directory.");
            }
        }

        if (team is not null && directory.FindGroup(team) is null)
        {
            yield return new FieldError("/input/team", "unknown-group", $"There is no group '{team}' in the directory.");
        }
        else if (team is not null && owner is not null && directory.Find(owner) is { } found && !found.Groups.Contains(team, StringComparer.Ordinal))
        {
            yield return new FieldError("/input/team", "not-the-owners-team", $"'{owner}' is not in '{team}'. The owner's groups: {string.Join(", ", found.Groups)}.");
        }
    }

    // Strict: what Elsa would turn into 0 or false without a word is a fault here.
    private static bool Fits(object value, Type? type) => type switch
    {
        null => true,
        _ when type == typeof(object) => true,
        _ when type == typeof(string) => value is string,
        _ when type == typeof(bool) => value is bool,
        _ when type == typeof(short) || type == typeof(int) || type == typeof(long) => value is long,
        _ when type == typeof(float) || type == typeof(double) || type == typeof(decimal) => value is long or double or decimal,
        _ when type == typeof(DateTimeOffset) => value is string text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _),
        _ when type == typeof(Dictionary<string, object?>) => value is Dictionary<string, object?>,
        _ when type.IsArray || type == typeof(List<object?>) => value is List<object?>,
        _ => true,
    };
}
