using System.Net.Http.Headers;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace SalesProcess.IntegrationTests.Api;

/// <summary>A client that a generator has made from the served document alone, compiled together with a program that uses it.</summary>
internal sealed class GeneratedClient
{
    private readonly Assembly _assembly;

    private GeneratedClient(Assembly assembly) => _assembly = assembly;

    public static async Task<GeneratedClient> FromAsync(string document, string program)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "SalesProcessClient",
            UseBaseUrl = false,
            InjectHttpClient = true,
            GenerateOptionalParameters = true,
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = CSharpJsonLibrary.SystemTextJson },
        };
        var code = new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(document), settings).GenerateFile();
        return new GeneratedClient(Compile(code, program));
    }

    /// <summary>Calls the program as somebody.</summary>
    public async Task<string> RunAsync(string method, Uri address, string token, string argument)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address, "/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        var entry = _assembly.GetType("Program", throwOnError: true)!.GetMethod(method)!;
        return await (Task<string>)entry.Invoke(null, [http, argument])!;
    }

    private static Assembly Compile(params IReadOnlyList<string> sources)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "GeneratedClient", sources.Select(source => CSharpSyntaxTree.ParseText(source)), platform, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var bytes = new MemoryStream();
        var result = compilation.Emit(bytes);
        Assert.That(result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()).Take(20), Is.Empty);
        bytes.Position = 0;
        return new AssemblyLoadContext("GeneratedClient", isCollectible: true).LoadFromStream(bytes);
    }
}
