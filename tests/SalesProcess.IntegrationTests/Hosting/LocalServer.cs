using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>The server inside the test process: real Kestrel, a real database file, and a clock that the test moves.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly Factory _factory;

    /// <param name="startsAt">Where the clock stands; null for the real one.</param>
    public LocalServer(CompanyFolder folder, DateTimeOffset? startsAt = null, params (string Name, string Value)[] settings)
    {
        Folder = folder;
        Clock = startsAt is { } start ? new FakeTimeProvider(start) : null;
        _factory = new Factory(folder, Clock, settings);
        _factory.UseKestrel(0);
        _factory.StartServer();
        var address = _factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Address = new Uri(address);
        Staff = new Staff(Address, folder.Read("directory.json"));
    }

    public Uri Address { get; }

    public CompanyFolder Folder { get; }

    public FakeTimeProvider? Clock { get; }

    public Staff Staff { get; }

    public DatabaseFile Database => new(Folder.DatabaseFile);

    /// <summary>A part of the server.</summary>
    public T Get<T>()
        where T : notnull => _factory.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Staff.Dispose();
        await _factory.DisposeAsync();
        Folder.Dispose();
    }

    private sealed class Factory(CompanyFolder folder, TimeProvider? clock, (string Name, string Value)[] settings) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseContentRoot(folder.Root);
            builder.UseSetting("Storage:ConnectionString", $"Data Source={folder.DatabaseFile}");
            builder.UseSetting("Workflows:Path", folder.Workflows);
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Warning");
            builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Error");
            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value);
            }

            if (clock is not null)
            {
                builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton(clock)));
            }
        }
    }
}
