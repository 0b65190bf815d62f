using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>One evaluation of a script inside of a workflow: what its functions work on.</summary>
internal sealed class ScriptRun(Jint.Engine engine, ActivityContext context, PreparedScript script, bool choosesOutcomes)
{
    // What Elsa's own code may hand to a script; a definition has no way to, so it is empty.
    private const string Arguments = "args";

    private readonly ScriptVariables _variables = new(engine, context, script.Survey.Variables);

    public ActivityContext Context => context;

    public InstanceState State => context.State;

    public ScriptVariables Variables => _variables;

    /// <summary>What setOutcome and setOutcomes chose.</summary>
    public string[] Outcomes { get; private set; } = [];

    /// <summary>Puts in reach what the text names and nothing else: an evaluation costs what it uses.</summary>
    public void Install()
    {
        foreach (var name in script.Names)
        {
            if (name == ScriptVariables.Name)
            {
                engine.SetValue(name, (JsValue)_variables.Members());
            }
            else if (name == Arguments)
            {
                engine.SetValue(name, (JsValue)new JsObject(engine));
            }
            else if ((WorkflowFunctions.Find(name) ?? TextFunctions.Find(name) ?? GeneratedAccessors.Find(name, this)) is { } function)
            {
                engine.SetValue(name, (JsValue)new ClrFunction(engine, name, (_, arguments) => Call(function, arguments)));
            }
        }
    }

    public void WriteBack() => _variables.WriteBack();

    public JsValue ToScript(object? value) => ScriptValues.ToScript(engine, value);

    public void Choose(params string[] outcomes) => Outcomes = choosesOutcomes
        ? outcomes
        : throw new ActivityFault("setOutcome and setOutcomes choose the outcomes of RunJavaScript; this script belongs to an input.");

    /// <summary>An argument; undefined if it is missing.</summary>
    public static JsValue At(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    /// <summary>An argument as text; null if it is missing or null.</summary>
    public static string? Text(JsValue[] arguments, int index) =>
        ScriptValues.FromScript(At(arguments, index)) is { } value ? ValueConverter.ToText(value) : null;

    // A fault becomes an error of the script's own, so that it names the line and the script may catch it.
    private JsValue Call(ScriptFunction function, JsValue[] arguments)
    {
        try
        {
            return function(this, arguments);
        }
        catch (ActivityFault fault)
        {
            throw new JavaScriptException(engine.Intrinsics.Error, fault.Message, fault);
        }
    }
}

/// <summary>A function that scripts call.</summary>
internal delegate JsValue ScriptFunction(ScriptRun run, JsValue[] arguments);
