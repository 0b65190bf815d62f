using Jint;
using Jint.Native;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>
/// The variables as one evaluation sees them. Objects are live: however a script got hold of one, what it changes in it is written back
/// when the script has ended well. A null assigned to <c>variables.x</c> changes nothing, as in Elsa.
/// </summary>
internal sealed class ScriptVariables(Jint.Engine engine, ActivityContext context, IReadOnlyCollection<string> written)
{
    /// <summary>The global name of the object whose members are variables.</summary>
    public const string Name = "variables";

    private readonly Dictionary<string, (JsValue Now, object? Before)> _read = new(StringComparer.Ordinal);
    private JsObject? _members;

    /// <summary>The object named <c>variables</c>, with the members that the text names.</summary>
    public JsObject Members()
    {
        _members = new JsObject(engine);
        foreach (var name in written)
        {
            if (context.TryGetVariable(name, out _))
            {
                _members.Set(name, Get(name));
            }
        }

        return _members;
    }

    public JsValue Get(string name)
    {
        if (_members is not null && _members.HasOwnProperty(name))
        {
            return _members.Get(name);
        }

        if (_read.TryGetValue(name, out var read))
        {
            return read.Now;
        }

        if (!context.TryGetVariable(name, out var value))
        {
            return JsValue.Undefined;
        }

        var now = ScriptValues.ToScript(engine, value);
        _read[name] = (now, value);
        return now;
    }

    public void Set(string name, JsValue value)
    {
        context.SetVariable(name, ScriptValues.FromScript(value));
        var stored = context.GetVariable(name);
        var now = value.IsObject() ? value : ScriptValues.ToScript(engine, stored);
        _read[name] = (now, stored);
        if (written.Contains(name))
        {
            _members?.Set(name, now);
        }
    }

    public void WriteBack()
    {
        var inputs = context.Graph.Definition.Inputs;
        foreach (var name in _members is null ? [] : written)
        {
            if (!inputs.Any(i => i.Name == name))
            {
                WriteBack(name, _members!.Get(name));
            }
        }

        foreach (var (name, (now, _)) in _read.ToList())
        {
            if (now.IsObject() && (_members is null || !written.Contains(name)))
            {
                WriteBack(name, now);
            }
        }
    }

    private void WriteBack(string name, JsValue now)
    {
        if (now.IsNull() || now.IsUndefined() || (_read.TryGetValue(name, out var read) && ScriptValues.IsUnchanged(now, read.Before)))
        {
            return;
        }

        context.SetVariable(name, ScriptValues.FromScript(now));
    }
}
