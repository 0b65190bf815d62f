using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;
using Assembly = System.Reflection.Assembly;
using Type = System.Type;

namespace SalesProcess.Tests.Architecture;

/// <summary>The borders of the projects, kept by the build.</summary>
public sealed class Borders
{
    private static readonly Assembly Engine = typeof(Interpreter).Assembly;
    private static readonly Assembly Tasks = typeof(UserTask).Assembly;
    private static readonly Assembly Runtime = typeof(InstanceRunner).Assembly;
    private static readonly Assembly Server = Assembly.Load("SalesProcess.Server");

    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader().LoadAssemblies(Engine, Tasks, Runtime, Server).Build();

    private static readonly string[] EngineMayUse = ["System.", "Jint", "Acornima", "Fluid", "Parlot", "Cronos", "TimeZoneConverter", "Microsoft.Extensions.FileProviders.Abstractions", "Microsoft.Extensions.Primitives"];

    [Test]
    public void The_engine_uses_nothing_but_its_three_libraries() =>
        Assert.That(References(Engine).Where(name => !EngineMayUse.Any(allowed => name.StartsWith(allowed, StringComparison.Ordinal))), Is.Empty);

    [Test]
    public void The_tasks_use_the_engine_and_libraries_for_schemas_time_zones_and_parsing_only() =>
        Assert.That(
            References(Tasks).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)),
            Is.SubsetOf(new[] { "SalesProcess.Engine", "NJsonSchema", "NJsonSchema.Annotations", "Newtonsoft.Json", "Namotion.Reflection", "Parlot", "TimeZoneConverter" }));

    [Test]
    public void The_runtime_knows_no_server() =>
        Assert.That(References(Runtime), Has.None.StartsWith("SalesProcess.Server").And.None.StartsWith("Microsoft.AspNetCore.Http").And.None.StartsWith("Microsoft.AspNetCore.Routing"));

    [Test]
    public void The_verifier_uses_nothing_of_ours() => Assert.That(References(typeof(SalesProcess.Verifier.Evidence).Assembly), Is.All.StartsWith("System."));

    [Test]
    public void The_core_is_synchronous()
    {
        var found = Types(Engine, Tasks).SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => typeof(System.Threading.Tasks.Task).IsAssignableFrom(method.ReturnType))
            .Select(method => $"{method.DeclaringType}.{method.Name}");
        Assert.That(found, Is.Empty);
    }

    [TestCase("System.IO.File")]
    [TestCase("System.IO.Directory")]
    [TestCase("System.Net.Http.HttpClient")]
    [TestCase("System.Random")]
    [TestCase("System.Security.Cryptography.RandomNumberGenerator")]
    [TestCase("System.Diagnostics.Stopwatch")]
    [TestCase("System.Threading.Thread")]
    public void The_core_does_not_touch(string forbidden)
    {
        // A script's time limit is real time by its nature; it ends the script and enters no result.
        var found = Code.Types.Where(t => IsOf(t, Engine, Tasks) && t.Name != "ScriptBudget").Where(t => t.Dependencies.Any(d => d.Target.FullName == forbidden)).Select(t => t.FullName);
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Only_the_commit_queue_commits()
    {
        var commit = typeof(WriteSession).FullName!;
        var callers = Code.Types.Where(t => IsOf(t, Runtime, Server) && t.FullName != commit)
            .Where(t => t.Members.SelectMany(m => m.GetMethodCallDependencies()).Any(d => d.Target.FullName == commit && d.TargetMember.Name.StartsWith("Commit", StringComparison.Ordinal)))
            .Select(t => t.FullName);
        Assert.That(callers, Is.EqualTo(new[] { typeof(CommitQueue).FullName }));
    }

    [Test]
    public void Nobody_saves_through_the_context()
    {
        var callers = Code.Types.Where(t => IsOf(t, Runtime, Server))
            .Where(t => t.Members.SelectMany(m => m.GetMethodCallDependencies()).Any(d => d.TargetMember.Name.StartsWith("SaveChanges", StringComparison.Ordinal) || d.TargetMember.Name.StartsWith("ExecuteUpdate", StringComparison.Ordinal)))
            .Select(t => t.FullName);
        Assert.That(callers, Is.Empty);
    }

    [Test]
    public void Classes_are_sealed_or_meant_to_be_derived_from()
    {
        var found = Types(Engine, Tasks, Runtime, Server)
            .Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && !IsGenerated(type))
            .Where(type => !Types(Engine, Tasks, Runtime, Server).Any(other => other.BaseType == type || (other.BaseType?.IsGenericType == true && other.BaseType.GetGenericTypeDefinition() == type)))
            .Select(type => type.FullName);
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void An_interface_has_two_implementations()
    {
        var types = Types(Engine, Tasks, Runtime, Server).ToList();
        var found = types.Where(type => type.IsInterface).Where(type => types.Count(other => other.IsClass && type.IsAssignableFrom(other)) < 2).Select(type => type.FullName);
        Assert.That(found, Is.Empty);
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static IEnumerable<Type> Types(params Assembly[] assemblies) => assemblies.SelectMany(a => a.GetTypes()).Where(type => !IsGenerated(type));

    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal) || type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
        || type.FullName!.Contains(".Migrations.", StringComparison.Ordinal) || type.Name == "Program" || type.Namespace?.StartsWith("SalesProcess", StringComparison.Ordinal) != true;

    private static bool IsOf(IType type, params Assembly[] assemblies) => assemblies.Any(a => type.Assembly.Name.StartsWith(a.GetName().Name!, StringComparison.Ordinal));
}
